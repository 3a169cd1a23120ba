import { pythonTests } from "../../support/python";

pythonTests("test/emulator/state_machines");
