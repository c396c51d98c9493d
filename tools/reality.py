#!/usr/bin/env python3
"""The plan beside published figures, as markdown tables.

    tools/reality.py PLANNER PLAN                          prints the tables
    tools/reality.py PLANNER PLAN --write docs/reality.md  puts them between the page's markers

PLANNER is the planner's binary, PLAN a plan folder of North America for a year. The plan's side is read from
`planner show ... --json` and `planner routes ... --json`; the area of a node, the primary energy of a process and the
least exports come from the plan's input tables. The published side is docs/reality-published.csv. A figure of that file
that this tool cannot find in the plan is an error.
"""

import argparse
import csv
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

GJ_PER_TWH = 3.6e6
BARRELS_PER_TONNE = 7.33
ALL_ROWS = "1000000"
COUNTRIES = {"us": "United States", "ca": "Canada", "mx": "Mexico"}
FUELS = {
    "coal_power": "coal",
    "gas_power": "gas",
    "gas_peaking": "gas",
    "oil_power": "oil",
    "nuclear_power": "nuclear",
    "hydro_power": "hydro",
    "wind_power": "wind",
    "solar_power": "solar",
    "geothermal_power": "geothermal",
    "biomass_power": "wood and waste",
    "waste_power": "wood and waste",
}
STEEL_ROUTES = {
    "oxygen_steelmaking": "blast furnace and oxygen",
    "scrap_steelmaking": "scrap and electric furnace",
    "dri_steelmaking": "reduced iron and electric furnace",
}
CEMENT = ("cement_grinding", "slag_cement_grinding")
CRUDE = ("oil_production", "offshore_oil", "oil_sands")
REFINING = ("refining_gasoline", "refining_distillate")
SMALL_GRAINS = ("corn", "wheat", "oilseeds")
FREIGHT_MODES = ("rail", "road", "waterway", "sea", "oil_pipeline", "gas_pipeline")
HARVEST = ("farming", "forestry")
CITIES = ("chicago-il", "houston-tx", "los-angeles-ca", "new-york-city-ny", "toronto-on", "mexico-city-cmx")
WHEAT_PORTS = ("portland-or", "vancouver-bc", "houston-tx", "new-orleans-la")
FOSSIL_FUELS = (
    "crude_oil", "diesel", "gasoline", "heavy_fuel", "natural_gas", "natural_gas_liquids", "coal", "met_coal", "coke",
)


class Plan:
    """What the planner says of one plan."""

    def __init__(self, planner, folder):
        self.planner, self.folder = planner, Path(folder)
        self.certificate = json.loads((self.folder / "certificate.json").read_text())
        data = Path(self.certificate["data"])
        self.data = data if data.is_absolute() else self.folder / data
        self.country_of, self.area_of = {}, {}
        names = {row["area"]: row["name"] for row in self.input_table("areas")}
        for row in self.input_table("nodes"):
            self.area_of[row["node"]] = names[row["area"]]
            self.country_of[row["node"]] = COUNTRIES.get(row["area"][:2], "")

    def ask(self, *words):
        done = subprocess.run([self.planner, *words, "--json"], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"planner {' '.join(map(str, words))} failed:\n{done.stderr}")
        return json.loads(done.stdout)

    def show(self, what):
        """The tables of `planner show`, by name; rows as dicts by column name."""
        tables = {}
        for table in self.ask("show", str(self.folder), what, "--top", ALL_ROWS):
            names = [column["name"] for column in table["columns"]]
            tables[table["name"]] = [dict(zip(names, row)) for row in table["rows"]]
        return tables

    def input_table(self, name):
        with open(self.data / f"{name}.csv", newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def embodied(self, commodity, nodes):
        """GJ per unit delivered to the nodes, weighed by amount."""
        energy = amount = 0.0
        for node in nodes:
            route = self.ask("routes", str(self.folder), "--to", node, "--commodity", commodity, "--top", "1")
            energy += sum(route["embodied"].values())
            amount += route["amount"]
        return energy / amount if amount else 0.0


def sites_figures(plan, sites, figures):
    """Power, steel, cement, crude oil and refining from what each site does."""
    for site in sites:
        process, amount = site["process"], site["activity"]
        country = plan.country_of.get(site["node"], "")
        places = ("All", country)
        if process in FUELS:
            for place in places:
                figures["power", f"{place}: {FUELS[process]}"] += amount / GJ_PER_TWH
                figures["power", f"{place}: total"] += amount / GJ_PER_TWH
        elif process in STEEL_ROUTES:
            for place in places:
                figures["steel", f"{place}: {STEEL_ROUTES[process]}"] += amount / 1e6
                figures["steel", f"{place}: total"] += amount / 1e6
                if process != "oxygen_steelmaking":
                    figures["steel", f"{place}: electric furnace"] += amount / 1e6
            figures["steel_places", plan.area_of[site["node"]]] += amount / 1e6
        elif process in CEMENT:
            for place in places:
                figures["cement", place] += amount / 1e6
        elif process in REFINING:
            for place in places:
                figures["oil", f"{place}: refinery throughput"] += amount * BARRELS_PER_TONNE / 365e6
        elif process in CRUDE:
            for place in places:
                figures["oil", f"{place}: crude oil produced"] += amount * BARRELS_PER_TONNE / 365e6
        elif process == "aluminium_smelting":
            for place in places:
                figures["other", f"{place}: primary aluminium"] += amount / 1e6


def balance_figures(balance, contents, figures):
    """Fuels, grain and metals from the balance of the whole."""
    def total(commodity, entry, by=""):
        return sum(abs(row["amount"]) for row in balance
                   if row["commodity"] == commodity and row["entry"] == entry and (not by or row["by"] == by))

    for commodity, name in (("corn", "corn"), ("wheat", "wheat"), ("oilseeds", "soybeans and canola")):
        figures["grain", f"{name} grown"] = total(commodity, "production") / 1e6
    figures["grain", "corn to ethanol"] = total("corn", "used", "ethanol_distilling") / 1e6
    figures["oil", "All: crude oil from overseas"] = total("crude_oil", "import") * BARRELS_PER_TONNE / 365e6
    figures["primary", "natural gas produced"] = total("natural_gas", "production") * contents["natural_gas"] / 1e9
    coal = total("coal", "production") + total("met_coal", "production")
    figures["other", "coal mined, thermal and metallurgical"] = coal / 1e6
    figures["other", "reduced iron made"] = total("dri", "production") / 1e6
    figures["other", "steel from overseas"] = total("steel", "import") / 1e6
    figures["other", "steel scrap collected"] = total("scrap_steel", "production", "metal_collection") / 1e6
    made = total("cement", "production")
    figures["cement", "clinker per cement"] = total("clinker", "production") / made if made else 0.0
    heat = total("heat", "production")
    for process, name in (("gas_heating", "gas"), ("oil_heating", "oil"), ("heat_pumping", "heat pumps")):
        figures["other", f"share of heat by {name}"] = 100 * total("heat", "production", process) / heat if heat else 0.0


def freight_figures(links, figures):
    for row in links["modes"]:
        if row["mode"] in FREIGHT_MODES:
            figures["freight", row["mode"]] = row["tonne_km"] / 1e9
    for row in links["mode_goods"]:
        if row["commodity"] in SMALL_GRAINS and row["mode"] in FREIGHT_MODES:
            figures["grain", f"grain and oilseeds by {row['mode']}"] += row["tonne_km"] / 1e9


def primary_figures(plan, sequences, contents, figures):
    """The ledger, and what of it can be set beside a national energy balance."""
    spent = [row for row in sequences if row["activity"] != "shortage"]
    ledger = sum(row["energy"] for row in spent)
    harvest = sum(row["energy"] for row in spent if row["sequence"] in HARVEST)
    exports = sum(float(row["minimum_per_year"]) * contents[row["commodity"]]
                  for row in plan.input_table("trade")
                  if row["direction"] == "export" and row["commodity"] in FOSSIL_FUELS)
    figures["primary", "ledger without shortage"] = ledger / 1e9
    figures["primary", "heating value of harvest"] = harvest / 1e9
    figures["primary", "fuels for overseas"] = exports / 1e9
    figures["primary", "comparable total"] = (ledger - harvest - exports) / 1e9


def embodied_figures(plan, figures):
    own = {row["process"]: float(row["primary_energy_gj"]) for row in plan.input_table("processes")}
    figures["embodied", "steel in six cities"] = plan.embodied("steel", CITIES)
    figures["embodied", "cement in six cities"] = plan.embodied("cement", CITIES)
    wheat = plan.embodied("wheat", WHEAT_PORTS)
    figures["embodied", "wheat in four ports"] = wheat
    figures["embodied", "wheat in four ports, less its own heating value"] = wheat - own["wheat_farming"]


def cargo_rows(links):
    """The five largest cargoes of each mode."""
    goods = defaultdict(list)
    for row in links["mode_goods"]:
        if row["mode"] in FREIGHT_MODES and row["tonne_km"] > 0:
            goods[row["mode"]].append((-row["tonne_km"], row["commodity"]))
    lines = ["| mode | largest cargoes, 10^9 t-km |", "|---|---|"]
    for mode in FREIGHT_MODES:
        cargoes = sorted(goods[mode])[:5]
        lines.append(f"| {mode} | " + ", ".join(f"{name} {-amount / 1e9:.0f}" for amount, name in cargoes) + " |")
    return lines


def plan_rows(plan, sequences):
    certificate = plan.certificate
    lines = ["| | |", "|---|---|"]
    lines.append(f"| plan | {certificate['config']['name']}, {certificate['accounting']} accounting |")
    lines.append(f"| status | {certificate['status']}, gap {certificate['gap']:.1e} |")
    lines.append(f"| objective | {certificate['objective_gj'] / 1e9:.2f} EJ |")
    for row in certificate["shortage"]:
        lines.append(f"| shortage of {row['commodity']} | {100 * row['fraction']:.3g} % of demand |")
    return lines


def number(value):
    if value == 0:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def comparison_rows(topic, published, figures):
    lines = ["| | plan | published | unit | plan / published | source |", "|---|---:|---:|---|---:|---|"]
    for row in published:
        if row["topic"] != topic:
            continue
        key = (topic, row["item"])
        if key not in figures:
            sys.exit(f"docs/reality-published.csv: the plan has no figure for {topic}, {row['item']}")
        value, beside = figures[key], row["published"]
        about = "~" if row["approximate"] == "true" else ""
        ratio = f"{value / float(beside):.2f}" if beside and float(beside) else ""
        shown = about + number(float(beside)) if beside else ""
        lines.append(f"| {row['item']} | {number(value)} | {shown} | {row['unit']} | {ratio} | {row['source']} |")
    return lines


def tables(plan, published):
    """Markdown lines of every table, by the name in its marker."""
    figures = defaultdict(float)
    contents = {row["commodity"]: float(row["energy_content_gj"]) for row in plan.input_table("commodities")}
    links, sequences = plan.show("links"), plan.show("sequences")["sequences"]
    seed_figures(published, figures)
    sites_figures(plan, plan.show("sites")["sites"], figures)
    balance_figures(plan.show("balance")["balance"], contents, figures)
    freight_figures(links, figures)
    primary_figures(plan, sequences, contents, figures)
    embodied_figures(plan, figures)
    out = {"plan": plan_rows(plan, sequences), "cargoes": cargo_rows(links)}
    for topic in dict.fromkeys(row["topic"] for row in published):
        out[topic] = comparison_rows(topic, published, figures)
    return out


def seed_figures(published, figures):
    """A fuel, route or place without any working site is a zero of the plan, not an unknown item."""
    places = ("All", *COUNTRIES.values())
    for place in places:
        for name in {*FUELS.values(), "total"}:
            figures["power", f"{place}: {name}"] += 0.0
        for name in {*STEEL_ROUTES.values(), "electric furnace", "total"}:
            figures["steel", f"{place}: {name}"] += 0.0
        figures["cement", place] += 0.0
        figures["other", f"{place}: primary aluminium"] += 0.0
        for name in ("refinery throughput", "crude oil produced"):
            figures["oil", f"{place}: {name}"] += 0.0
    for row in published:
        if row["topic"] == "steel_places":
            figures["steel_places", row["item"]] += 0.0


def put_in(page, made):
    """The page with each table renewed between its markers."""
    for name, lines in made.items():
        opening, closing = f"<!-- table: {name} -->", f"<!-- end: {name} -->"
        if page.count(opening) != 1 or page.count(closing) != 1:
            sys.exit(f"the page needs the markers {opening} and {closing} once each")
        before, rest = page.split(opening)
        after = rest.split(closing)[1]
        page = before + opening + "\n\n" + "\n".join(lines) + "\n\n" + closing + after
    return page


def main():
    parser = argparse.ArgumentParser(description="The plan beside published figures, as markdown tables")
    parser.add_argument("planner", help="the planner's binary")
    parser.add_argument("plan", help="a plan folder of North America for a year")
    parser.add_argument("--write", metavar="PAGE", help="put the tables between the markers of this page")
    beside = Path(__file__).resolve().parent.parent / "docs" / "reality-published.csv"
    parser.add_argument("--published", default=beside, help="the published figures")
    arguments = parser.parse_args()
    with open(arguments.published, newline="", encoding="utf-8") as file:
        published = list(csv.DictReader(file))
    made = tables(Plan(arguments.planner, arguments.plan), published)
    if arguments.write:
        page = Path(arguments.write)
        page.write_text(put_in(page.read_text(encoding="utf-8"), made), encoding="utf-8")
    else:
        for name, lines in made.items():
            print(f"## {name}\n\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
