from tutor.practice.passages.lists import lists_in


def test_a_list_knows_its_members():
    found = lists_in("reads forms, notes or maps from a shelf and stores rope, oil and tar")
    assert [each.names for each in found] == [("forms", "notes", "maps"), ("rope", "oil", "tar")]
    assert [each.join for each in found] == [" or ", " and "]


def test_a_member_stays_that_may_belong_to_the_whole():
    found = lists_in("has train, test and spare channels")
    assert [(each.names, each.movable) for each in found] == [(("train", "test", "spare channels"), (0, 1))]
    assert lists_in("suits the curse of fog, drift and noise")[0].movable == (1, 2)
    assert lists_in("holds a fast, cheap and small crane") == ()
    assert lists_in("shows the keel, the first and third mast of a ship") == ()
    assert lists_in("is the right choice for lookups, sessions and storing oil in a hold") == ()
