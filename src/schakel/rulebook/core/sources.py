"""The laws that the rows name, and where they are to be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One law: how a row names it, its whole name, and the identifier of its publisher."""

    mark: str
    name: str
    identifier: str


LAWS = (
    Law(
        mark="LED",
        name="Directive (EU) 2016/680 on data protection in law enforcement",
        identifier="ELI dir/2016/680",
    ),
    Law(mark="Wpg", name="Wet politiegegevens (Dutch police data act)", identifier="BWBR0022463"),
    Law(mark="2016/794", name="Europol Regulation", identifier="ELI reg/2016/794"),
    Law(mark="2018/1727", name="Eurojust Regulation", identifier="ELI reg/2018/1727"),
    Law(mark="2019/1896", name="European Border and Coast Guard", identifier="ELI reg/2019/1896"),
    Law(mark="2017/1939", name="European Public Prosecutor", identifier="ELI reg/2017/1939"),
    Law(mark="2024/1348", name="Asylum Procedures Regulation", identifier="ELI reg/2024/1348"),
    Law(mark="2024/982", name="Prüm II Regulation", identifier="ELI reg/2024/982"),
    Law(mark="2023/977", name="Police information exchange", identifier="ELI dir/2023/977"),
    Law(mark="2008/115", name="Return Directive", identifier="ELI dir/2008/115"),
    Law(mark="2012/29", name="Victims' Rights Directive", identifier="ELI dir/2012/29"),
    Law(mark="2004/81", name="Residence permits for victims", identifier="ELI dir/2004/81"),
    Law(
        mark="ECHR",
        name="European Convention on Human Rights",
        identifier="Council of Europe, ETS 5",
    ),
    Law(
        mark="Charter",
        name="Charter of Fundamental Rights of the Union",
        identifier="ELI treaty/char_2016",
    ),
    Law(
        mark="Smuggling Protocol",
        name="Protocol against the Smuggling of Migrants by Land, Sea and Air",
        identifier="United Nations Treaty Series 2241, p. 507",
    ),
    Law(
        mark="UNTOC",
        name="Convention against Transnational Organized Crime",
        identifier="United Nations Treaty Series 2225, p. 209",
    ),
    Law(
        mark="Rights of the Child",
        name="Convention on the Rights of the Child",
        identifier="United Nations Treaty Series 1577, p. 3",
    ),
    Law(
        mark="Rome Statute",
        name="Rome Statute of the International Criminal Court",
        identifier="United Nations Treaty Series 2187, p. 3",
    ),
)


def list_laws(source: str) -> tuple[Law, ...]:
    """Return the laws that a source names, in the order of the list."""
    return tuple(law for law in LAWS if law.mark in source)
