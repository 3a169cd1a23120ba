"""DynamoDB: a table keeps neither class nor limits of on-demand throughput, and UpdateTable changes no encryption.

A table that was made on-demand keeps its provisioned capacity, and so do its indexes, so that no plan of Terraform comes to
rest. What AWS refuses is taken.
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models.table import GlobalSecondaryIndex, Table
from moto.dynamodb.responses import DynamoHandler, DynamoResult
from moto.kms import kms_backends

CLASSES = ("STANDARD", "STANDARD_INFREQUENT_ACCESS")
ON_DEMAND = "PAY_PER_REQUEST"

# Developer Guide, "Considerations when switching capacity modes": from provisioned to on-demand "up to four times in a
# 24-hour rolling window"; "Considerations when choosing a table class": "No more than two table class updates are allowed
# in a 30-day trailing period".
SWITCHES = ("to_on_demand", 4, timedelta(days=1), "Update to PayPerRequest mode")
CLASS_CHANGES = ("to_class", 2, timedelta(days=30), "Table class updates")
Limit = tuple[str, int, timedelta, str]

original_create = DynamoHandler.create_table
original_update = DynamoHandler.update_table
original_describe = Table.describe
original_describe_index = GlobalSecondaryIndex.describe


def invalid(text: str) -> MockValidationException:
    return MockValidationException(f"One or more parameter values were invalid: {text}")


def create_table(self: DynamoHandler) -> ActionResult:
    check_settings(self.body, self.body.get("BillingMode", "PROVISIONED"), "table BillingMode")
    original_create(self)
    table = self.dynamodb_backend.get_table(self.body["TableName"])
    indexes = {index["IndexName"]: index for index in self.body.get("GlobalSecondaryIndexes") or []}
    for index in table.global_indexes:
        set_limits(index, indexes[index.name])
    set_limits(table, self.body)
    table.table_class = self.body.get("TableClass")  # type: ignore[attr-defined]
    set_encryption(table, table.sse_specification)
    if table.billing_mode == ON_DEMAND:
        history(table, SWITCHES)[:] = [utcnow()]
    return DynamoResult(table.describe())


def update_table(self: DynamoHandler) -> ActionResult:
    table = self.dynamodb_backend.get_table(self.body["TableName"])
    before = table.billing_mode
    mode = self.body.get("BillingMode") or before
    check_settings(self.body, mode, "the table BillingMode")
    updates = changed_indexes(self.body)
    if mode != before:
        check_switch(table, self.body, mode, updates)
    table_class = self.body.get("TableClass")
    if table_class is not None:
        record(table, CLASS_CHANGES)
    original_update(self)

    for index in table.global_indexes:
        set_limits(index, updates.get(index.name, {}))
        if mode == ON_DEMAND:
            index.throughput = no_capacity()
    if mode == ON_DEMAND:
        table.throughput = no_capacity()
    elif mode != before:
        for one in (table, *table.global_indexes):
            one.on_demand_throughput = {}
    set_limits(table, self.body)
    table.table_class = table_class or getattr(table, "table_class", None)  # type: ignore[attr-defined]
    if "SSESpecification" in self.body:
        set_encryption(table, self.body["SSESpecification"])
    return DynamoResult(table.describe())


def changed_indexes(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Name of an index -> what is said of it, of those that are made or changed."""
    updates = body.get("GlobalSecondaryIndexUpdates") or []
    if sum("Create" in update or "Delete" in update for update in updates) > 1:
        raise limit_exceeded("Only 1 online index can be created or deleted simultaneously per table")
    said = [index for update in updates for kind, index in update.items() if kind != "Delete"]
    return {index["IndexName"]: index for index in said}


def check_settings(body: dict[str, Any], mode: str, wording: str) -> None:
    table_class = body.get("TableClass")
    if table_class is not None and table_class not in CLASSES:
        raise MockValidationException(
            f"1 validation error detected: Value '{table_class}' at 'tableClass' failed to satisfy constraint: "
            f"Member must satisfy enum value set: [{', '.join(CLASSES)}]"
        )
    if mode == ON_DEMAND and body.get("ProvisionedThroughput"):
        raise invalid(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
        )
    # An empty OnDemandThroughput is taken, whatever the API reference says (go-to-k/cdkd issue 3373 has asked AWS).
    for name, value in (body.get("OnDemandThroughput") or {}).items():
        if mode != ON_DEMAND:
            # As AWS answered in nubo-db/dynoxide issue 159.
            raise invalid(f"{name} for OnDemandThroughput cannot be specified when {wording} is PROVISIONED")
        if value != -1 and value < 1:
            # As AWS answered in hashicorp/terraform-provider-aws issue 39760.
            raise invalid(f"Requested {name} for OnDemandThroughput for table is outside of valid range")


def check_switch(table: Table, body: dict[str, Any], mode: str, updates: dict[str, dict[str, Any]]) -> None:
    if mode == ON_DEMAND:
        return record(table, SWITCHES)
    required = "ReadCapacityUnits and WriteCapacityUnits must both be specified"
    if not body.get("ProvisionedThroughput"):
        raise invalid(f"{required} when BillingMode is PROVISIONED")
    for index in table.global_indexes:
        if "ProvisionedThroughput" not in updates.get(index.name, {}):
            raise invalid(f"{required} for index: {index.name}")
    return None


def history(table: Table, limit: Limit) -> list[datetime]:
    """When a table was changed so."""
    return vars(table).setdefault(limit[0], [])


def record(table: Table, limit: Limit) -> None:
    _, most, period, what = limit
    now = utcnow()
    times = history(table, limit)
    if sum(now - time < period for time in times) >= most:
        raise limit_exceeded(f"{what} are limited to {most} times in {period.days} day(s)")
    times.append(now)


def limit_exceeded(text: str) -> JsonRESTError:
    return JsonRESTError("com.amazonaws.dynamodb.v20120810#LimitExceededException", f"Subscriber limit exceeded: {text}")


def no_capacity() -> dict[str, int]:
    return {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0, "NumberOfDecreasesToday": 0}


def set_limits(of: Any, said: dict[str, Any]) -> None:
    """Limits of the on-demand throughput of a table or an index; -1 takes one away."""
    limits = {**getattr(of, "on_demand_throughput", {}), **(said.get("OnDemandThroughput") or {})}
    of.on_demand_throughput = {name: value for name, value in limits.items() if value != -1}


def set_encryption(table: Table, wanted: dict[str, Any] | None) -> None:
    """Off means by a key that AWS owns, which DescribeTable does not speak of."""
    if not wanted or not wanted.get("Enabled"):
        table.sse_specification = None
        return
    named = wanted.get("KMSMasterKeyId") or table._get_default_encryption_key(table.account_id, table.region_name)
    table.sse_specification = {**wanted, "KMSMasterKeyId": key_arn(table, named)}


def key_arn(table: Table, named: str) -> str:
    """A key is named by its id or ARN, or by an alias; DescribeTable answers with the ARN of the key."""
    kms = kms_backends[table.account_id][table.region_name]
    alias = kms.get_alias_name(named)
    is_known = kms.alias_exists(alias) if alias.startswith("alias/") else kms.get_key_id(named) in kms.keys
    return kms.describe_key(named).arn if is_known else named


def describe(self: Table, base_key: str = "TableDescription") -> dict[str, Any]:
    result = original_describe(self, base_key)
    shown = result[base_key]
    limits = getattr(self, "on_demand_throughput", {})
    if limits:
        shown["OnDemandThroughput"] = limits
    if getattr(self, "table_class", None):
        shown["TableClassSummary"] = {"TableClass": self.table_class}  # type: ignore[attr-defined]
        changes = history(self, CLASS_CHANGES)
        if changes:
            shown["TableClassSummary"]["LastUpdateDateTime"] = changes[-1]
    switches = history(self, SWITCHES)
    if switches:
        shown["BillingModeSummary"]["LastUpdateToPayPerRequestDateTime"] = switches[-1]
    return result


def describe_index(self: GlobalSecondaryIndex) -> dict[str, Any]:
    limits = getattr(self, "on_demand_throughput", {})
    return {**original_describe_index(self), **({"OnDemandThroughput": limits} if limits else {})}


def apply() -> None:
    DynamoHandler.create_table = create_table  # type: ignore[method-assign]
    DynamoHandler.update_table = update_table  # type: ignore[method-assign]
    Table.describe = describe  # type: ignore[method-assign]
    GlobalSecondaryIndex.describe = describe_index  # type: ignore[method-assign]
