import { pythonTests } from "../support/python";

pythonTests("test/glue", { modules: ["boto3", "moto"], seconds: 300 });
