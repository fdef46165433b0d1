import { cpSync, existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type * as ecr from 'aws-cdk-lib/aws-ecr'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import { ContextError } from '../context.ts'

/** The uploads app: its Dockerfile, and its dist/ once it was built. */
const APP = path.resolve(import.meta.dirname, '../../../reference-app')

/** The image that the context names. Of those in ECR, and of assets, the execution role is given leave to pull. */
export function appImage(image: string, repository: ecr.IRepository): ecs.ContainerImage {
  if (image === 'asset') return ecs.ContainerImage.fromAsset(APP)
  if (image === 'prebuilt') return ecs.ContainerImage.fromAsset(packed())
  const tag = /^registry:(.+)$/.exec(image)?.[1]
  return tag ? ecs.ContainerImage.fromEcrRepository(repository, tag) : ecs.ContainerImage.fromRegistry(image)
}

/** What the Dockerfile needs to pack a finished dist/ without a network: no lock, so it installs and builds nothing. */
function packed(): string {
  if (!existsSync(path.join(APP, 'dist/server.js'))) {
    throw new ContextError(
      `image: got "prebuilt", and the uploads app is not built: ${APP}/dist/server.js is missing. Build it with \`npm run build -w reference-app\`, or take image=asset.`,
    )
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-image-'))
  for (const part of ['Dockerfile', 'package.json', 'dist']) {
    cpSync(path.join(APP, part), path.join(folder, part), { recursive: true })
  }
  return folder
}
