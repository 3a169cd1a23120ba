"""The requests of services with a REST protocol: which method and path is which operation, and what is not in the body.

The edge asks what a call is about before it lets it through; the models of botocore, which moto needs as well, say it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel

# Signing name -> models, where it is not the name of one.
MODELS = {
    "access-analyzer": ["accessanalyzer"],
    "airflow": ["mwaa"],
    "apigateway": ["apigateway", "apigatewayv2"],
    "appconfig": ["appconfig", "appconfigdata"],
    "aps": ["amp"],
    "bedrock": ["bedrock", "bedrock-runtime", "bedrock-agent", "bedrock-agent-runtime", "bedrock-data-automation"],
    "bedrock-agentcore": ["bedrock-agentcore", "bedrock-agentcore-control"],
    "cloudsearch": ["cloudsearchdomain"],
    "elasticfilesystem": ["efs"],
    "es": ["es", "opensearch"],
    "execute-api": ["apigatewaymanagementapi"],
    "geo": ["location"],
    "greengrass": ["greengrass", "greengrassv2"],
    "iotdata": ["iot-data"],
    "ivs": ["ivs", "ivs-realtime"],
    "kinesisvideo": ["kinesisvideo", "kinesis-video-archived-media", "kinesis-video-media"],
    "lex": ["lexv2-models", "lexv2-runtime", "lex-models", "lex-runtime"],
    "mediastore": ["mediastore-data"],
    "mobiletargeting": ["pinpoint"],
    "personalize": ["personalize-events", "personalize-runtime"],
    "s3": ["s3control"],
    "sagemaker": ["sagemaker-runtime", "sagemaker-metrics", "sagemaker-featurestore-runtime", "sagemaker-a2i-runtime"],
    "servicecatalog": ["servicecatalog-appregistry"],
    "ses": ["sesv2"],
}

LOCATIONS = {"uri", "querystring", "header"}


def routes(wanted: Mapping[str, str]) -> list[dict[str, Any]]:
    """Of a service by its signing name; none of one that botocore does not know, or whose protocol has no paths."""
    loader = Loader()
    found: list[dict[str, Any]] = []
    for name in MODELS.get(wanted["service"], [wanted["service"]]):
        try:
            model = ServiceModel(loader.load_service_model(name, "service-2"), name)
        except UnknownServiceError:
            continue
        if model.metadata["protocol"].startswith("rest-"):
            found += [route(model.operation_model(operation)) for operation in model.operation_names]
    return found


def route(operation: OperationModel) -> dict[str, Any]:
    shape = operation.input_shape
    members = [] if shape is None else shape.members.items()
    return {
        "operation": operation.name,
        "method": operation.http.get("method", "POST"),
        "uri": operation.http["requestUri"],
        "members": [
            {
                "member": member,
                "location": part.serialization["location"],
                "name": part.serialization.get("name", member),
            }
            for member, part in members
            if part.serialization.get("location") in LOCATIONS
        ],
    }
