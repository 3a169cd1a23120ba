from memory_platform import Platform, PlatformTest

from storage import MissingObjectError, model_prefix, output_prefix, read_text, split, write_text


class Storage(PlatformTest):
    def test_what_is_written_can_be_read(self):
        platform = Platform("training")
        address = f"s3://{platform.buckets['shared']}/a/b.json"

        write_text(platform.s3, address, "größer")

        self.assertEqual(read_text(platform.s3, address), "größer")

    def test_a_missing_object_is_named(self):
        platform = Platform("training")
        for address in (f"s3://{platform.buckets['shared']}/none.json", "s3://no-such-bucket/none.json"):
            with self.subTest(address), self.assertRaisesRegex(MissingObjectError, f"there is no {address}"):
                read_text(platform.s3, address)

    def test_an_address_has_a_bucket_and_a_key(self):
        self.assertEqual(split("s3://bucket/a/b"), ("bucket", "a/b"))
        for address in ("bucket/a", "s3://bucket", "s3://bucket/", "s3:///a", "https://bucket/a"):
            with self.subTest(address), self.assertRaises(ValueError):
                split(address)

    def test_the_outputs_of_two_keys_never_lie_in_each_other(self):
        self.assertEqual(
            output_prefix("shared", "training", "2026-11-21", "xgb", "a/b c"),
            "s3://shared/training/2026-11-21/xgb/a%2Fb%20c/",
        )

    def test_a_model_lies_where_training_put_it(self):
        trained = output_prefix("shared", "training", "2026-11-21", "xgb", "gearbox")

        self.assertEqual(model_prefix("s3://shared/training/2026-11-21/xgb/", "xgb", "xgb", "gearbox"), trained)
        self.assertEqual(model_prefix("s3://shared/training/2026-11-21/lr", "lr", "xgb", "gearbox"), trained)
