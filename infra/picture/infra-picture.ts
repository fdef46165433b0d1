import { readFileSync } from 'node:fs'
import path from 'node:path'
import { App } from 'aws-cdk-lib'
import { buildApp } from '../lib/build-app.ts'
import { drawStacks } from './draw-stacks.ts'
import { readStacks } from './read-stacks.ts'

/** Where the picture is kept. */
export const PICTURE_FILE = path.resolve(import.meta.dirname, '../../docs/infra.svg')

/** The picture of all stacks, as cdk.json configures them, and with somebody who may assume the learners' role. */
export function infraPicture(): string {
  const { context } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../cdk.json'), 'utf8')) as {
    context: Record<string, unknown>
  }
  const somebody = { learnerTrust: '111122223333', learnerExternalId: 'for-the-picture-only' }
  const app = new App({ analyticsReporting: false, context: { ...context, ...somebody } })
  buildApp(app, { reads: ['ecs:DescribeServices'], writes: ['ecs:CreateService', 'iam:CreateRole'] })
  return drawStacks(readStacks(app))
}
