/** A container image that this machine can also run as a plain process. One entry for each version. */
export interface CatalogueImage {
  /** Without the tag, such as `public.ecr.aws/slipway/web`. */
  name: string
  tags: string[]
  /** Program and arguments, with absolute paths. */
  command: string[]
  cwd: string
  environment: Record<string, string>
  /** Port that the application listens on in its container. */
  port: number
  /** Environment variable that sets the port, such as `PORT`. */
  portVariable: string
  /** Environment variable that sets the address to bind, such as `HOST`. */
  hostVariable: string
}

/** The images that run without a container engine. */
export interface Catalogue {
  images: CatalogueImage[]
}

/** An image reference taken apart: `registry/name:tag` or `registry/name@digest`. */
export interface ImageReference {
  name: string
  /** `latest` when the reference has neither tag nor digest. */
  tag: string
}

/** Takes an image reference apart. */
export function parseImage(reference: string): ImageReference {
  const [name = '', digest] = reference.split('@')
  const colon = name.lastIndexOf(':')
  const tagged = colon > name.lastIndexOf('/')
  return {
    name: tagged ? name.slice(0, colon) : name,
    tag: digest ?? (tagged ? name.slice(colon + 1) : 'latest'),
  }
}

/** The catalogue's image for a reference, if it has that very version. */
export function findCatalogueImage(catalogue: Catalogue, reference: string): CatalogueImage | undefined {
  const { name, tag } = parseImage(reference)
  return catalogue.images.find(image => image.name === name && image.tags.includes(tag))
}

/** Whether the catalogue has any version of the image. */
export function hasRepository(catalogue: Catalogue, reference: string): boolean {
  const { name } = parseImage(reference)
  return catalogue.images.some(image => image.name === name)
}
