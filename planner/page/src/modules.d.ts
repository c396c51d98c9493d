/** The worker of the map library as text; the build bundles it. */
declare module "maplibre-worker" {
  const text: string;
  export default text;
}
declare module "*.css";
