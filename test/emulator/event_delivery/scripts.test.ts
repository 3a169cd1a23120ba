import { pythonTests } from "../../support/python";

pythonTests("test/emulator/event_delivery");
