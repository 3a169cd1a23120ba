import unittest

import boto3

from load import aws_in_memory, handler

approval = handler("model_approval")

ENVIRONMENT = {
    "winner_algorithm": "/churn-dev-euwest1-dapf-ssm/training/winner_algorithm",
    "approved_model_prefix_path": "/churn-dev-euwest1-dapf-ssm/training/approved_model_prefix_path",
}
ALGORITHM, PREFIX_PATH = ENVIRONMENT.values()
MODEL = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/churn-dev-euwest1-dapf-mpg/3"


def approved(**changes):
    detail = {
        "ModelPackageGroupName": "churn-dev-euwest1-dapf-mpg",
        "ModelPackageArn": MODEL,
        "ModelApprovalStatus": "Approved",
        "CustomerMetadataProperties": {"winning_algo": "xgb", "winningalgos3uri": "s3://models/2025/03/01/"},
    }
    return {
        "source": "aws.sagemaker",
        "detail-type": "SageMaker Model Package State Change",
        "detail": {**detail, **changes},
    }


class Parameters(unittest.TestCase):
    def test_each_parameter_takes_its_value_from_the_metadata(self):
        self.assertEqual(
            approval.parameters(approved(), ENVIRONMENT),
            {ALGORITHM: "xgb", PREFIX_PATH: "s3://models/2025/03/01/"},
        )

    def test_white_space_around_a_value_is_not_part_of_it(self):
        metadata = {"winning_algo": " xgb\n", "winningalgos3uri": "s3://models/"}

        values = approval.parameters(approved(CustomerMetadataProperties=metadata), ENVIRONMENT)

        self.assertEqual(values[ALGORITHM], "xgb")

    def test_a_model_without_metadata_is_named_with_all_that_it_lacks(self):
        for metadata in (None, {}, {"winning_algo": " ", "winningalgos3uri": ""}):
            with self.subTest(metadata), self.assertRaises(approval.UnusableEventError) as caught:
                approval.parameters(approved(CustomerMetadataProperties=metadata), ENVIRONMENT)
            self.assertEqual(
                str(caught.exception), f"the customer metadata of {MODEL} lacks winning_algo, winningalgos3uri"
            )

    def test_a_model_that_is_not_approved_is_refused(self):
        with self.assertRaises(approval.UnusableEventError) as caught:
            approval.parameters(approved(ModelApprovalStatus="Rejected"), ENVIRONMENT)

        self.assertEqual(str(caught.exception), f"{MODEL} is Rejected, not Approved")

    def test_an_event_of_another_kind_is_refused(self):
        with self.assertRaises(approval.UnusableEventError):
            approval.parameters({}, ENVIRONMENT)


class Handler(unittest.TestCase):
    def setUp(self):
        aws_in_memory(self, ENVIRONMENT)
        self.ssm = boto3.client("ssm")
        for name in ENVIRONMENT.values():
            self.ssm.put_parameter(Name=name, Value="default", Type="String")

    def values(self):
        found = self.ssm.get_parameters(Names=list(ENVIRONMENT.values()))["Parameters"]
        return {parameter["Name"]: parameter["Value"] for parameter in found}

    def test_an_approval_changes_both_parameters(self):
        written = approval.lambda_handler(approved())

        self.assertEqual(self.values(), {ALGORITHM: "xgb", PREFIX_PATH: "s3://models/2025/03/01/"})
        self.assertEqual(written, self.values())

    def test_the_same_approval_twice_leaves_the_same_values(self):
        approval.lambda_handler(approved())
        approval.lambda_handler(approved())

        self.assertEqual(self.values()[ALGORITHM], "xgb")

    def test_an_incomplete_event_changes_neither(self):
        with self.assertRaises(approval.UnusableEventError):
            approval.lambda_handler(approved(CustomerMetadataProperties={"winning_algo": "xgb"}))

        self.assertEqual(set(self.values().values()), {"default"})


if __name__ == "__main__":
    unittest.main()
