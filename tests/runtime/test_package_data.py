from stslint.runtime.package_data import folder


def test_the_folders_of_a_checkout_lie_beside_the_package() -> None:
    assert (folder("schemas") / "kinds.json").is_file()
    assert folder("rules").is_dir()
