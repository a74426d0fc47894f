"""The sealed file of one appeal or complaint: everything its panel may read, with hashes and a signature, checked offline."""
