import path from 'node:path'
import type { Catalogue, CatalogueImage } from '../sandbox/runtime/catalogue.ts'

/** Registry and namespace of the project's own images, as the labs' commands name them. */
export const IMAGES = 'public.ecr.aws/slipway'

/** Versions of the demo web server, by image tag. */
export const WEB_VERSIONS = ['1', '2']

/** Versions of the uploads app, by image tag: two that work, then one for each way in which it can be broken. */
export const UPLOADS_VERSIONS = ['1', '2', '3-unready', '3-errors', '3-slow', '3-leak', '3-deaf']

/** The images that the practice account can run as plain processes, from the checkout at `root`. */
export function catalogue(root: string): Catalogue {
  return {
    images: [
      ...WEB_VERSIONS.map(version => web(root, version)),
      ...UPLOADS_VERSIONS.map(version => uploads(root, version)),
    ],
  }
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

function uploads(root: string, version: string): CatalogueImage {
  const cwd = path.join(root, 'reference-app')
  return {
    name: `${IMAGES}/uploads`,
    tags: [version],
    command: [process.execPath, path.join(cwd, 'dist/server.js')],
    cwd,
    environment: { APP_VERSION: version },
    port: 8080,
    portVariable: 'PORT',
    hostVariable: 'HOST',
  }
}
