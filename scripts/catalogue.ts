import path from 'node:path'
import type { Catalogue, CatalogueImage } from '../sandbox/runtime/catalogue.ts'

/** Registry and namespace of the project's own images, as the labs' commands name them. */
export const IMAGES = 'public.ecr.aws/slipway'

/** Versions of the demo web server, by image tag. */
export const WEB_VERSIONS = ['1', '2']

/** The images that the practice account can run as plain processes, from the checkout at `root`. */
export function catalogue(root: string): Catalogue {
  return { images: WEB_VERSIONS.map(version => web(root, version)) }
}

function web(root: string, version: string): CatalogueImage {
  const cwd = path.join(root, 'reference-app/demo')
  return {
    name: `${IMAGES}/web`,
    tags: [version],
    command: [process.execPath, path.join(cwd, 'server.ts')],
    cwd,
    environment: { APP_VERSION: version },
    port: 8080,
    portVariable: 'PORT',
    hostVariable: 'HOST',
  }
}
