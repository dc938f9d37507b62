"""moto, an object store that speaks S3's protocol, and boto3, which looks into it.

moto checks who asks and by which signature (AWS Signature Version 4) once the few calls that set it
up are through.
"""

import asyncio
import base64
import json
import os
import sys

import common

common.stay_on_this_machine()
SET_UP = 4  # calls
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = str(SET_UP)

import boto3  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

HOME, HOST, PORT, CERTIFICATE, KEY = sys.argv[1:]
ENDPOINT, BUCKET, REGION = f"http://127.0.0.1:{PORT}", "pictures", "eu-west-3"
EVERYTHING = {
    "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
}


def client(service: str, key: str, secret: str):
    return boto3.client(
        service, endpoint_url=ENDPOINT, region_name=REGION, aws_access_key_id=key,
        aws_secret_access_key=secret,
    )


async def main() -> None:
    orders = common.Orders()
    ThreadedMotoServer(ip_address="127.0.0.1", port=int(PORT)).start()
    # SET_UP counts these four.
    people = client("iam", "nobody", "yet")
    people.create_user(UserName="node")
    people.put_user_policy(
        UserName="node", PolicyName="all", PolicyDocument=json.dumps(EVERYTHING)
    )
    access = people.create_access_key(UserName="node")["AccessKey"]
    client("s3", "nobody", "yet").create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    store = client("s3", access["AccessKeyId"], access["SecretAccessKey"])

    async def describe() -> dict:
        return {
            "endpoint": ENDPOINT, "bucket": BUCKET, "region": REGION,
            "key": access["AccessKeyId"], "secret": access["SecretAccessKey"],
        }

    async def keys() -> list[str]:
        return [entry["Key"] for entry in store.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

    async def get(key: str) -> str:
        body = store.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return base64.b64encode(body).decode()

    await orders.obey({"describe": describe, "keys": keys, "get": get})
    # Its server has threads of its own.
    os._exit(0)


asyncio.run(main())
