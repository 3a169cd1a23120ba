"""Loads the services of the platform before the first client calls them.

Moto loads a service (its code, botocore's model of it, its URL table) with the first call, which takes up to half a second
each; right after the start there is time for it, while Terraform is still loading its provider.
"""

from __future__ import annotations

from moto.core.utils import get_service_model
from moto.moto_server.werkzeug_app import DomainDispatcherApplication

# Signing name -> name of botocore's model; the order in which a deploy first calls them.
SERVICES = {
    "sts": "sts",
    "ec2": "ec2",
    "iam": "iam",
    "s3": "s3",
    "ssm": "ssm",
    "ecr": "ecr",
    "sns": "sns",
    "kms": "kms",
    "dynamodb": "dynamodb",
    "glue": "glue",
    "logs": "logs",
    "events": "events",
    "sagemaker": "sagemaker",
    "athena": "athena",
    "lambda": "lambda",
    "states": "stepfunctions",
    "resource-groups": "resource-groups",
}


def warm_up(application: DomainDispatcherApplication) -> None:
    for signing_name, model in SERVICES.items():
        get_service_model(model)
        scope = f"000000000000/20260101/us-east-1/{signing_name}/aws4_request"
        application.get_application(
            {
                "PATH_INFO": "/",
                "HTTP_HOST": "127.0.0.1",
                "HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 Credential={scope}, Signature=0",
                "HTTP_X_AMZ_TARGET": "DynamoDB_20120810.ListTables",  # DynamoDB's version is read from it
            }
        )
