import { stepFunctionSettings } from "../../config/step-function-settings";

const withName = (name: string) => ({ parameters: { winning_algo_name: name } });

test.each(["winner_algorithm", "winner.v2", "/churn-dev-euwest1-dapf-ssm/training/winner_algorithm"])(
  "scripts may know the parameter of the winner as %s",
  (name) => {
    expect(stepFunctionSettings.parse(withName(name)).parameters.winning_algo_name).toBe(name);
  },
);

test.each(["", "winner algorithm", "training/winner", "/training/", "//winner", "${winner}"])(
  "%j is no name of a parameter",
  (name) => {
    expect(stepFunctionSettings.safeParse(withName(name)).success).toBe(false);
  },
);
