import { pythonTests } from "../support/python";

pythonTests("test/lambda");
