import { pythonTests } from "../../support/python";

pythonTests("test/emulator/athena_sql");
