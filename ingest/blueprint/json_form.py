"""A `Blueprint` as JSON and back. Knows neither files nor indexes."""

from dataclasses import asdict
from typing import Any

from ingest.types import Blueprint, Bullet, Domain, Fact, TaskStatement

__all__ = ["blueprint_from_json", "blueprint_to_json"]


def blueprint_to_json(blueprint: Blueprint) -> dict[str, Any]:
    """A value that `json.dumps` takes."""
    return asdict(blueprint)


def blueprint_from_json(value: dict[str, Any]) -> Blueprint:
    """The blueprint that `blueprint_to_json` wrote. Raises KeyError or TypeError when it is not one."""
    return Blueprint(
        title=value["title"],
        domains=tuple(_domain(domain) for domain in value["domains"]),
        facts=tuple(Fact(**fact) for fact in value["facts"]),
        in_scope=tuple(value["in_scope"]),
        out_of_scope=tuple(value["out_of_scope"]),
        unread=tuple(value["unread"]),
    )


def _domain(value: dict[str, Any]) -> Domain:
    return Domain(**{**value, "tasks": tuple(_task(task) for task in value["tasks"])})


def _task(value: dict[str, Any]) -> TaskStatement:
    return TaskStatement(**{**value, "bullets": tuple(Bullet(**bullet) for bullet in value["bullets"])})
