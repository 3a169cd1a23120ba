import { pythonTests } from "../support/python";

pythonTests("test/analytics-etl");
