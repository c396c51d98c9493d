//! Railways that the Class I table lacks: the other railways of Mexico and some regional lines, as chains of urbanates.
//!
//! From general knowledge of the public railway maps, not measured on them. Lengths are great-circle
//! distances times a circuity factor, so all of them are approximate.

/// A chain of urbanates along a line.
pub(super) struct Line {
    /// Name of the line.
    pub(super) name: &'static str,
    /// Joint capacity, Mt per year.
    pub(super) capacity_mt: f64,
    /// Urbanates in order.
    pub(super) along: &'static [&'static str],
}

/// The lines.
pub(super) const LINES: &[Line] = &[
    Line {
        name: "Mexico City-Ciudad Juárez",
        capacity_mt: 45.0,
        along: &[
            "mexico-city-cmx",
            "tepeji-del-rio-de-ocampo-hid",
            "san-juan-del-rio-que",
            "santiago-de-queretaro-que",
            "celaya-gua",
            "irapuato-gua",
            "leon-de-los-aldama-gua",
            "aguascalientes-agu",
            "guadalupe-zac",
            "fresnillo-zac",
            "torreon-coa",
            "ciudad-delicias-chh",
            "chihuahua-chh",
            "ciudad-juarez-chh",
            "el-paso-tx",
        ],
    },
    Line {
        name: "Irapuato-Guadalajara-Nogales",
        capacity_mt: 40.0,
        along: &[
            "irapuato-gua",
            "guadalajara-jal",
            "tepic-nay",
            "mazatlan-sin",
            "culiacan-sin",
            "los-mochis-sin",
            "ciudad-obregon-son",
            "heroica-guaymas-son",
            "hermosillo-son",
            "nogales-son",
            "tucson-az",
        ],
    },
    Line {
        name: "Benjamín Hill-Mexicali",
        capacity_mt: 15.0,
        along: &[
            "hermosillo-son",
            "heroica-caborca-son",
            "puerto-penasco-son",
            "san-luis-rio-colorado-son",
            "mexicali-bcn",
            "indio-ca",
        ],
    },
    Line {
        name: "Nogales-Agua Prieta",
        capacity_mt: 10.0,
        along: &["nogales-son", "agua-prieta-son"],
    },
    Line {
        name: "Guadalajara-Manzanillo",
        capacity_mt: 40.0,
        along: &["guadalajara-jal", "ciudad-guzman-jal", "colima-col", "manzanillo-col"],
    },
    Line {
        name: "Torreón-Piedras Negras",
        capacity_mt: 40.0,
        along: &["torreon-coa", "monclova-coa", "piedras-negras-coa"],
    },
    Line {
        name: "Saltillo-Monclova",
        capacity_mt: 30.0,
        along: &["saltillo-coa", "monclova-coa"],
    },
    Line {
        name: "Torreón-Monterrey",
        capacity_mt: 30.0,
        along: &["torreon-coa", "parras-de-la-fuente-coa", "saltillo-coa"],
    },
    Line {
        name: "Torreón-Durango",
        capacity_mt: 15.0,
        along: &["torreon-coa", "victoria-de-durango-dur"],
    },
    Line {
        name: "Monterrey-Tampico",
        capacity_mt: 30.0,
        along: &["monterrey-nle", "linares-nle", "ciudad-victoria-tam", "tampico-tam"],
    },
    Line {
        name: "San Luis Potosí-Tampico",
        capacity_mt: 25.0,
        along: &["san-luis-potosi-slp", "ciudad-valles-slp", "tampico-tam"],
    },
    Line {
        name: "Aguascalientes-San Luis Potosí",
        capacity_mt: 25.0,
        along: &["aguascalientes-agu", "san-luis-potosi-slp"],
    },
    Line {
        name: "Chihuahua-Topolobampo",
        capacity_mt: 10.0,
        along: &["chihuahua-chh", "cuauhtemoc-chh", "los-mochis-sin"],
    },
    Line {
        name: "Chihuahua-Ojinaga",
        capacity_mt: 10.0,
        along: &["chihuahua-chh", "ojinaga-chh"],
    },
    Line {
        name: "Jiménez-Parral",
        capacity_mt: 10.0,
        along: &["ciudad-delicias-chh", "hidalgo-del-parral-chh"],
    },
    Line {
        name: "Mexico City-Veracruz by Orizaba",
        capacity_mt: 35.0,
        along: &[
            "mexico-city-cmx",
            "puebla-pue",
            "tehuacan-pue",
            "cordoba-ver",
            "veracruz-ver",
        ],
    },
    Line {
        name: "Mexico City-Pachuca",
        capacity_mt: 15.0,
        along: &["mexico-city-cmx", "pachuca-de-soto-hid", "tulancingo-hid"],
    },
    Line {
        name: "Córdoba-Coatzacoalcos",
        capacity_mt: 30.0,
        along: &["cordoba-ver", "tuxtepec-oax", "coatzacoalcos-ver"],
    },
    Line {
        name: "Tehuantepec",
        capacity_mt: 20.0,
        along: &["coatzacoalcos-ver", "heroica-ciudad-de-juchitan-de-zaragoza-oax"],
    },
    Line {
        name: "Chiapas coast",
        capacity_mt: 10.0,
        along: &[
            "heroica-ciudad-de-juchitan-de-zaragoza-oax",
            "pijijiapan-chp",
            "tapachula-chp",
        ],
    },
    Line {
        name: "Coatzacoalcos-Mérida",
        capacity_mt: 12.0,
        along: &[
            "coatzacoalcos-ver",
            "villahermosa-tab",
            "tenosique-tab",
            "escarcega-cam",
            "campeche-cam",
            "merida-yuc",
            "valladolid-yuc",
            "cancun-roo",
        ],
    },
    Line {
        name: "Puebla-Oaxaca",
        capacity_mt: 8.0,
        along: &["tehuacan-pue", "oaxaca-oax"],
    },
    Line {
        name: "Montana Rail Link",
        capacity_mt: 60.0,
        along: &["billings-mt", "bozeman-mt", "butte-mt", "missoula-mt", "spokane-wa"],
    },
    Line {
        name: "Florida East Coast",
        capacity_mt: 40.0,
        along: &[
            "jacksonville-fl",
            "daytona-beach-fl",
            "palm-bay-fl",
            "port-saint-lucie-fl",
            "west-palm-beach-fl",
        ],
    },
    Line {
        name: "Boston-Haverhill-Portland",
        capacity_mt: 20.0,
        along: &["boston-ma", "haverhill-ma", "portland-me"],
    },
    Line {
        name: "Cape Breton and Central Nova Scotia",
        capacity_mt: 10.0,
        along: &["halifax-ns", "sydney-ns"],
    },
    Line {
        name: "Quebec North Shore feeder, by rail ferry",
        capacity_mt: 5.0,
        along: &["rimouski-qc", "sept-iles-qc"],
    },
];

/// Urbanates that no railway reaches: islands, Baja California, and parts of the Pacific coast of Mexico.
pub(super) const WITHOUT_RAIL: &[&str] = &[
    "acapulco-de-juarez-gro",
    "cabo-san-lucas-bcs",
    "campbell-river-bc",
    "charlottetown-pe",
    "chetumal-roo",
    "chilpancingo-gro",
    "ciudad-constitucion-bcs",
    "comitan-chp",
    "ensenada-bcn",
    "la-paz-bcs",
    "pinotepa-nacional-oax",
    "playa-del-carmen-roo",
    "puerto-escondido-oax",
    "puerto-vallarta-jal",
    "san-cristobal-de-las-casas-chp",
    "san-jose-del-cabo-bcs",
    "st-johns-nl",
    "tuxtla-chp",
    "victoria-bc",
];
