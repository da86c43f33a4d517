"""What `osls package` makes of serverless.yml, without an AWS account: held to what the skill needs and no more."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from deployment.target import ROOT, RUNTIMES, Target
from tests.browser import needed

SKILL_ID = "amzn1.ask.skill.12345678-1234-1234-1234-123456789012"
OSLS = ROOT / "node_modules/.bin/osls"
Resource = dict[str, Any]


def osls(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    needed.package("osls")
    # Neither an account nor a home to have credentials in.
    bare = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return subprocess.run(
        [str(OSLS), *arguments],
        cwd=folder,
        env=bare | {"HOME": str(folder), "SLS_NOTIFICATIONS_MODE": "off", "CI": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module", params=["dev", "prod"])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copyfile(ROOT / "serverless.yml", folder / "serverless.yml")
    target = Target(architecture="arm64" if request.param == "prod" else "x86_64")
    artifact = folder / "dist" / target.artifact.name
    artifact.parent.mkdir()
    artifact.write_bytes(b"PK\x05\x06" + bytes(18))
    parameters = [f"skillId={SKILL_ID}", f"architecture={target.architecture}", "alarmEmail=a@example.com"]
    ran = osls(folder, "package", "--stage", request.param, *[f"--param={one}" for one in parameters])
    assert ran.returncode == 0, ran.stdout + ran.stderr
    made = folder / ".serverless/cloudformation-template-update-stack.json"
    content: dict[str, Any] = json.loads(made.read_text(encoding="utf-8"))
    return content | {"stage": request.param, "target": target}


def of_type(template: dict[str, Any], kind: str) -> list[Resource]:
    return [one for one in template["Resources"].values() if one["Type"] == kind]


def only(template: dict[str, Any], kind: str) -> Resource:
    (one,) = of_type(template, kind)
    properties: Resource = one["Properties"]
    return properties


def test_the_function(template: dict[str, Any]) -> None:
    function = only(template, "AWS::Lambda::Function")
    assert function["Handler"] == "skill.entry.lambda_function.handler"
    assert function["Runtime"].removeprefix("python") in RUNTIMES
    assert function["Architectures"] == [template["target"].architecture]
    assert function["Timeout"] < 8
    assert function["Code"]["S3Key"].endswith(template["target"].artifact.name)


def test_the_environment_holds_plain_values_and_no_secret(template: dict[str, Any]) -> None:
    variables = only(template, "AWS::Lambda::Function")["Environment"]["Variables"]
    assert variables == {
        "BACK_COACH_SKILL_ID": SKILL_ID,
        "BACK_COACH_TABLE": f"back-coach-{template['stage']}-users",
        "BACK_COACH_KEY": f"{{{{resolve:secretsmanager:back-coach-{template['stage']}-key}}}}",
    }
    secret = only(template, "AWS::SecretsManager::Secret")
    assert secret["Name"] == f"back-coach-{template['stage']}-key"
    assert secret["GenerateSecretString"]["PasswordLength"] >= 32
    (function,) = of_type(template, "AWS::Lambda::Function")
    assert {"UserKey", "UsersTable"} <= set(function["DependsOn"])


def test_the_trigger_lets_one_skill_in(template: dict[str, Any]) -> None:
    permission = only(template, "AWS::Lambda::Permission")
    assert permission["Principal"] == "alexa-appkit.amazon.com"
    assert permission["EventSourceToken"] == SKILL_ID
    assert permission["Action"] == "lambda:InvokeFunction"


def test_the_table(template: dict[str, Any]) -> None:
    table = only(template, "AWS::DynamoDB::Table")
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert table["SSESpecification"] == {"SSEEnabled": True}
    assert table["KeySchema"] == [{"AttributeName": "pk", "KeyType": "HASH"}]
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": False}
    assert table["DeletionProtectionEnabled"] is (template["stage"] == "prod")


def test_the_function_may_do_no_more_than_it_does(template: dict[str, Any]) -> None:
    (policy,) = only(template, "AWS::IAM::Role")["Policies"]
    allowed = {
        (action, json.dumps(statement["Resource"]))
        for statement in policy["PolicyDocument"]["Statement"]
        for action in statement["Action"]
    }
    table = json.dumps({"Fn::GetAtt": ["UsersTable", "Arn"]})
    log = json.dumps({"Fn::GetAtt": ["SkillLogGroup", "Arn"]})
    assert allowed == {
        ("dynamodb:GetItem", table),
        ("dynamodb:PutItem", table),
        ("dynamodb:DeleteItem", table),
        ("logs:CreateLogStream", log),
        ("logs:PutLogEvents", log),
    }
    assert only(template, "AWS::Lambda::Function")["Role"] == {"Fn::GetAtt": ["SkillRole", "Arn"]}


def test_logs_do_not_stay_for_ever(template: dict[str, Any]) -> None:
    assert only(template, "AWS::Logs::LogGroup")["RetentionInDays"] == {"dev": 14, "prod": 30}[template["stage"]]


def test_alarms(template: dict[str, Any]) -> None:
    alarms = {one["Properties"]["MetricName"]: one["Properties"] for one in of_type(template, "AWS::CloudWatch::Alarm")}
    assert alarms["Errors"]["Statistic"] == "Sum"
    assert alarms["Duration"]["ExtendedStatistic"] == "p99"
    assert alarms["Duration"]["Threshold"] <= 3000  # milliseconds
    counted = only(template, "AWS::Logs::MetricFilter")
    assert counted["MetricTransformations"][0]["MetricName"] in alarms
    events = ("skill_failed", "state_failed", "part_failed", "files_damaged", "service_failed")
    for kind in ('$.outcome = "fault"', '$.error = "INVALID_RESPONSE"', *(f'$.event = "{event}"' for event in events)):
        assert kind in counted["FilterPattern"]
    for alarm in alarms.values():
        assert alarm["AlarmActions"] == [{"Ref": "Alarms"}]
        assert alarm["TreatMissingData"] == "notBreaching"
    assert only(template, "AWS::SNS::Subscription")["Endpoint"] == "a@example.com"


def test_the_artifact_must_be_there(tmp_path: Path) -> None:
    shutil.copyfile(ROOT / "serverless.yml", tmp_path / "serverless.yml")
    ran = osls(tmp_path, "package")
    assert ran.returncode != 0
    assert "lambda-python3.13-x86_64.zip" in ran.stdout + ran.stderr
