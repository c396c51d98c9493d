//! Places of the list that are parts of another place of the list: boroughs, quarters, and second entries of one town.
//!
//! The list of places gives no feature code, so parts are told by where they lie: near the centre of a city whose parts
//! are listed one by one, every smaller place of the same state is a part, but for the towns named as independent. Other
//! parts are named one by one. People of parts are counted once, in the city.

use crate::geometry::great_circle_km;
use crate::raw::City;

/// A city whose parts are listed as places of their own.
struct Parted {
    /// Identity of the city in the list.
    city: u32,
    /// Smaller places of the same state within this distance of the centre are parts, km.
    radius_km: f64,
    /// Towns within the distance that are not parts.
    independent: &'static [u32],
}

/// The cities of which dozens of parts are listed.
const PARTED: &[Parted] = &[
    // New York: the five boroughs and their quarters.
    Parted {
        city: 5_128_581,
        radius_km: 24.6,
        independent: &[],
    },
    // Mexico City: its count is that of the whole federal entity, whose boroughs are listed as well.
    Parted {
        city: 3_530_597,
        radius_km: 60.0,
        independent: &[],
    },
    // Washington: the district is the city.
    Parted {
        city: 4_140_963,
        radius_km: 30.0,
        independent: &[],
    },
    // Chicago, but for Cicero, Oak Park, Berwyn, Evergreen Park, Elmwood Park, Maywood, Burbank, Bridgeview,
    // Brookfield, Oak Lawn, Melrose Park, La Grange, Westchester.
    Parted {
        city: 4_887_398,
        radius_km: 18.9,
        independent: &[
            4_888_015, 4_904_381, 4_884_597, 4_891_431, 4_891_051, 4_901_514, 4_885_983, 4_885_573, 4_885_689,
            4_904_365, 4_901_868, 4_898_846, 4_916_140,
        ],
    },
    // Toronto, but for Vaughan, Richmond Hill, Markham.
    Parted {
        city: 6_167_865,
        radius_km: 22.5,
        independent: &[6_173_577, 6_122_091, 6_066_513],
    },
    // Vancouver.
    Parted {
        city: 6_173_331,
        radius_km: 7.0,
        independent: &[],
    },
    // Philadelphia, but for Drexel Hill, Havertown.
    Parted {
        city: 4_560_349,
        radius_km: 13.5,
        independent: &[4_557_606, 4_558_523],
    },
    // San Francisco, but for Daly City.
    Parted {
        city: 5_391_959,
        radius_km: 9.0,
        independent: &[5_341_430],
    },
    // Boston, but for Cambridge, Somerville, Malden, Brookline, Medford, Revere, Everett, Chelsea, Winthrop.
    Parted {
        city: 4_930_956,
        radius_km: 8.6,
        independent: &[
            4_931_972, 4_951_257, 4_942_939, 4_931_482, 4_943_629, 4_832_294, 4_936_008, 4_932_879, 4_955_993,
        ],
    },
    // Montréal, but for Westmount, Mont-Royal, Côte-Saint-Luc, Longueuil, Laval, Brossard, Dorval.
    Parted {
        city: 6_077_243,
        radius_km: 12.0,
        independent: &[6_179_226, 6_077_315, 5_928_488, 6_059_891, 6_050_610, 5_909_629],
    },
    // Québec, but for Lévis and L'Ancienne-Lorette.
    Parted {
        city: 6_325_494,
        radius_km: 15.5,
        independent: &[6_325_521, 6_534_203],
    },
    // Halifax: the regional municipality.
    Parted {
        city: 6_324_729,
        radius_km: 20.0,
        independent: &[],
    },
    // Ottawa.
    Parted {
        city: 6_094_817,
        radius_km: 26.0,
        independent: &[],
    },
    // Saskatoon.
    Parted {
        city: 6_141_256,
        radius_km: 5.0,
        independent: &[],
    },
    // Surrey in British Columbia.
    Parted {
        city: 6_159_905,
        radius_km: 7.0,
        independent: &[],
    },
];

/// Parts elsewhere, one by one.
const PARTS: &[u32] = &[
    // Los Angeles: Echo Park, Boyle Heights, Silver Lake, Koreatown, Atwater Village, Vermont Square, Hollywood,
    // Mid-City, Universal City, Studio City, North Hollywood, Sawtelle, Venice, Brentwood, Sherman Oaks, Valley Glen,
    // Tujunga, Van Nuys, Sunland, Pacific Palisades, Encino, North Hills, Wilmington, Reseda, Northridge, Sylmar,
    // San Pedro, Woodland Hills, Canoga Park, Chatsworth, Winnetka.
    10_104_154, 5_330_413, 10_104_153, 5_363_748, 5_325_186, 13_157_324, 5_357_527, 13_157_343, 5_404_794, 5_399_438,
    5_377_654, 5_393_701, 5_405_841, 5_330_643, 5_395_244, 11_838_960, 5_403_767, 5_405_693, 5_399_976, 5_380_378,
    5_346_649, 5_394_409, 5_409_802, 5_387_152, 5_377_985, 5_400_784, 5_392_528, 5_410_438, 5_333_913, 5_336_054,
    5_410_095, // New York: Rossville, Woodrow. Boston: Hyde Park, Roslindale, West Roxbury, Mattapan.
    5_134_449, 5_145_034, 4_940_202, 4_949_068, 4_955_128, 4_943_426,
    // Phoenix: Central City, Encanto, Alhambra, Maryvale, Ahwatukee Foothills, Deer Valley. Tempe: Tempe Junction.
    11_979_238, 11_979_227, 5_551_123, 5_303_929, 5_552_450, 5_292_387, 5_317_071,
    // San Diego: La Jolla, Mira Mesa, Rancho Peñasquitos. Houston: Alief. Austin: University of Texas.
    5_363_943, 5_373_497, 5_386_039, 4_670_249, 4_738_604,
    // Laval, Longueuil and Montréal beyond the circle: Chomedey, Saint-Hubert, Rivière-des-Prairies,
    // Pierrefonds-Roxboro, Pierrefonds, Saint-Vincent-de-Paul. Gatineau: Hull, Aylmer, Templeton-Est.
    5_921_719, 6_138_369, 13_546_322, 13_546_321, 6_104_319, 6_139_184, 6_942_644, 6_354_934, 6_162_703,
    // Miami: Allapattah, Little Havana. Cleveland: Clark-Fulton, Detroit-Shoreway, Hough, Glenville.
    4_145_805, 6_332_582, 8_062_667, 8_062_662, 5_158_067, 5_155_858,
    // Irvine, Seattle, Minneapolis, Portland, Baltimore, Indianapolis, Nashville, Calgary, Edmonton, Winnipeg: quarters.
    12_750_392, 12_750_396, 12_750_416, 12_750_403, 12_750_398, 5_790_600, 13_562_032, 5_736_378, 11_979_894, 4_254_957,
    4_628_929, 7_870_890, 5_946_656, 6_093_513, 13_665_233,
    // Hamilton: Stoney Creek, Waterdown, Ancaster. Kitchener, Cambridge, Regina, Victoria, Burnaby, Richmond, Coquitlam.
    6_157_390, 6_176_722, 8_285_452, 5_955_526, 13_580_764, 13_580_769, 13_589_242, 13_512_358, 13_512_933, 5_916_896,
    13_512_377, 13_512_548, 5_908_809, 5_909_204, 13_495_394, 6_142_912, 13_512_932, 13_512_355, 6_179_830, 5_967_687,
    6_152_674, 13_512_353, 5_921_225, 13_512_547,
    // Second entries of one town: New South Memphis, South Boston, West Raleigh, Metairie Terrace, Lexington,
    // North Stamford, East Hampton, Saint-Louis-de-Terrebonne, East Independence, North Peoria, West Albany,
    // Portsmouth Heights, Sandy Hills, East Norwalk, South Suffolk, West Gulfport, Framingham Center, Cadereyta,
    // West Coon Rapids, South Vineland.
    4_645_421, 4_951_305, 4_498_303, 4_333_190, 4_297_983, 4_839_745, 4_756_955, 6_138_671, 4_385_018, 4_903_976,
    5_143_620, 4_780_011, 5_781_070, 4_833_505, 4_786_714, 4_450_687, 4_937_232, 3_531_865, 5_052_361, 4_504_225,
    // Counts that are not the place's own: Meads in Kentucky, the Tri-Cities of Washington (three listed cities).
    4_300_488, 7_289_169,
];

/// For each city of the list, whether it is a part of another one.
#[must_use]
pub(super) fn parts(cities: &[City]) -> Vec<bool> {
    let mut part: Vec<bool> = cities.iter().map(|c| PARTS.contains(&c.id)).collect();
    for parted in PARTED {
        let Some(centre) = cities.iter().find(|c| c.id == parted.city) else {
            continue;
        };
        for (city, is_part) in cities.iter().zip(&mut part) {
            let near = great_circle_km(centre.position, city.position) <= parted.radius_km;
            let same_state = city.country == centre.country && city.state == centre.state;
            if near && same_state && city.id != parted.city && !parted.independent.contains(&city.id) {
                *is_part = true;
            }
        }
    }
    part
}
