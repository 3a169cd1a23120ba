import { placeIn } from "../../../../aws/place";
import { Store } from "../../../../emulator/iam/store/store";
import { Account, ACCOUNT, allow, policy, REGION, roleArn } from "../live";

const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234`;
const AWS_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/5678`;
const place = placeIn(REGION, ACCOUNT);

function storeOf(account: Account) {
  account.resource("kms", KEY, { aliases: ["alias/mine"], managed: false });
  account.resource("kms", AWS_KEY, { aliases: ["alias/aws/s3"], managed: true });
  return new Store(account.ask, (arn) =>
    arn.includes(":batch:") ? Promise.resolve(new Map([["a", "b"]])) : undefined,
  );
}

describe("identities", () => {
  it("are asked for again after a call that may have changed them, and only then", async () => {
    const account = new Account();
    const store = storeOf(account);
    await store.identities();
    store.answered("iam", "GetRole");
    store.answered("s3", "PUT bucket?policy");
    await store.identities();
    expect(account.asked).toEqual(["identities"]);
    account.role("late", allow("s3:*"));
    store.answered("iam", "CreateRole");
    expect((await store.identities()).role(roleArn("late"))?.name).toBe("late");
  });

  it("have their policies with names that people find them by", async () => {
    const account = new Account();
    const arn = account.role("r", allow("s3:*"), { boundary: "arn:aws:iam::aws:policy/ReadOnlyAccess" });
    account.identities.policies["arn:aws:iam::aws:policy/ReadOnlyAccess"] = allow("s3:Get*");
    const { identity, boundary } = (await storeOf(account).identities()).policiesOf(arn);
    expect(identity).toEqual([{ name: 'the inline policy "own" of role "r"', document: allow("s3:*") }]);
    expect(boundary).toEqual({ name: "arn:aws:iam::aws:policy/ReadOnlyAccess", document: allow("s3:Get*") });
  });

  it("whose boundary was deleted may do nothing that it does not allow, which is everything", async () => {
    const account = new Account();
    const arn = account.role("r", allow("s3:*"), { boundary: `arn:aws:iam::${ACCOUNT}:policy/gone` });
    const { boundary } = (await storeOf(account).identities()).policiesOf(arn);
    expect(boundary?.document).toContain("none:None");
  });

  it("of a user include those of their groups", async () => {
    const account = new Account();
    const arn = account.user("u", "AKIAAAAAAAAAAAAAAAAA", allow("s3:Get*"));
    const user = account.identities.users[arn];
    if (user === undefined) throw new Error("there is no user");
    account.identities.users[arn] = { ...user, groups: [{ name: "g", inline: { p: allow("sqs:*") }, attached: [] }] };
    const names = (await storeOf(account).identities()).policiesOf(arn).identity.map(({ name }) => name);
    expect(names).toEqual(['the inline policy "own" of user "u"', 'the inline policy "p" of group "g"']);
  });

  it("are found by their names", async () => {
    const account = new Account();
    account.role("r", allow("s3:*"));
    account.identities.profiles[`arn:aws:iam::${ACCOUNT}:instance-profile/i`] = {
      account: ACCOUNT,
      name: "i",
      role: roleArn("r"),
    };
    const store = storeOf(account);
    expect(await store.arnOf("iam:role", place, "r")).toBe(roleArn("r"));
    expect(account.asked).toEqual([`named iam:role ${ACCOUNT} ${REGION} r`]);
    await store.identities();
    expect(await store.arnOf("iam:role", place, "r")).toBe(roleArn("r"));
    expect(await store.arnOf("iam:role", place, "none")).toBeUndefined();
    expect(await store.arnOf("iam:role", placeIn(REGION, "999999999999"), "r")).toBeUndefined();
    expect(await store.arnOf("iam:role-of-instance-profile", place, "i")).toBe(roleArn("r"));
    expect(await store.arnOf("iam:role-of-instance-profile", place, "none")).toBeUndefined();
  });
});

describe("keys", () => {
  it.each([
    ["1234", KEY],
    ["alias/mine", KEY],
    [KEY, KEY],
    [`arn:aws:kms:${REGION}:${ACCOUNT}:alias/mine`, KEY],
    ["alias/none", undefined],
  ])("are found as %s", async (name, arn) => {
    expect(await storeOf(new Account()).arnOf("kms:key", place, name)).toBe(arn);
  });

  it.each([
    ["alias/mine", KEY],
    ["5678", undefined],
    ["alias/aws/sns", undefined],
    [null, undefined],
  ])("of a topic with %s: the customer's is %s", async (kms, key) => {
    const account = new Account();
    const topic = `arn:aws:sns:${REGION}:${ACCOUNT}:t`;
    account.resource("sns", topic, { kms });
    expect(await storeOf(account).kmsKeyOf(topic)).toBe(key);
  });

  it("of a bucket are known, and that another object may have one", async () => {
    const account = new Account();
    account.resource("s3", "plain");
    account.resource("s3", "encrypted", { kms: KEY, bucketKey: true });
    const store = storeOf(account);
    expect(await store.bucket("plain")).toMatchObject({
      kmsKey: undefined,
      hasBucketKey: false,
      mayHoldEncrypted: false,
    });
    expect(await store.bucket("encrypted")).toMatchObject({ kmsKey: KEY, hasBucketKey: true, mayHoldEncrypted: true });
    store.noteEncrypted("plain");
    expect(await store.bucket("plain")).toMatchObject({ mayHoldEncrypted: true });
    expect(await store.bucket("none")).toBeUndefined();
  });

  it("of an object are asked for each time", async () => {
    const account = new Account();
    account.resource("s3", "b");
    const store = storeOf(account);
    expect(await store.object("b", "k")).toBeUndefined();
    account.objects["b/k"] = { kms: "1234", tags: { t: "1" } };
    expect(await store.object("b", "k", "v1")).toEqual({ kmsKey: KEY, tags: new Map([["t", "1"]]) });
    expect(account.asked).toContain("object b k v1");
  });
});

describe("tags", () => {
  it("are those of the edge's services, of identities, or of moto", async () => {
    const account = new Account();
    const arn = account.role("r", allow("s3:*"), { tags: { team: "x" } });
    account.tags[KEY] = { of: "key" };
    const store = storeOf(account);
    expect(await store.tagsOf(`arn:aws:batch:${REGION}:${ACCOUNT}:job/1`)).toEqual(new Map([["a", "b"]]));
    expect(await store.tagsOf(arn)).toEqual(new Map([["team", "x"]]));
    expect(await store.tagsOf(KEY)).toEqual(new Map([["of", "key"]]));
    expect(await store.tagsOf(`arn:aws:sqs:${REGION}:${ACCOUNT}:none`)).toEqual(new Map());
  });
});

describe("condition keys", () => {
  it("are mentioned once a policy that looks at them has been read", async () => {
    const account = new Account();
    const condition = { StringEquals: { "aws:ResourceTag/Team": "x" } };
    account.role("r", policy({ Effect: "Allow", Action: "s3:*", Resource: "*", Condition: condition }));
    const store = storeOf(account);
    expect(store.mentions("aws:resourcetag/")).toBe(false);
    await store.identities();
    expect(store.mentions("aws:resourcetag/")).toBe(true);
    expect(store.mentions("aws:requesttag/")).toBe(false);
    store.noteDocuments([{ name: "a session's", document: allow("s3:*", "arn:aws:s3:::${aws:RequestTag/x}") }]);
    expect(store.mentions("aws:requesttag/")).toBe(true);
    store.clear();
    expect(store.mentions("aws:requesttag/")).toBe(false);
  });
});
