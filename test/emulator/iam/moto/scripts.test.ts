import { pythonTests } from "../../../support/python";

pythonTests("test/emulator/iam/moto", { modules: ["boto3", "moto"], seconds: 300 });
