import { readFileSync } from 'node:fs'
import path from 'node:path'
import { App } from 'aws-cdk-lib'
import { buildApp, type UploadsApp } from '../lib/build-app.ts'

export interface Resource {
  stack: string
  id: string
  Type: string
  DeletionPolicy?: string
  Properties: Record<string, any>
}

/** A synthesized app: its stacks, and every resource of them. */
export interface Synthesized extends UploadsApp {
  resources: Resource[]
  of(type: string): Resource[]
  outputs: Record<string, any>
}

/** Actions as labs have them, few. */
export const ACTIONS = {
  reads: ['ecs:DescribeServices', 'sts:GetCallerIdentity'],
  writes: ['ecs:CreateService', 'iam:CreateRole', 'iam:PassRole', 's3:PutObject'],
}

const cdkJson = JSON.parse(readFileSync(path.join(import.meta.dirname, '../cdk.json'), 'utf8')) as {
  context: Record<string, unknown>
}

/** Synthesizes all stacks, as `cdk synth -c key=value` does with these values. */
export function synthesize(
  context: Record<string, unknown> = {},
  actions = ACTIONS,
  change: (app: App) => void = () => {},
): Synthesized {
  const app = new App({ analyticsReporting: false, context: { ...cdkJson.context, ...context } })
  const built = buildApp(app, actions)
  change(app)
  const templates = app.synth().stacksRecursively.map(({ id, template }) => ({ id, template }))
  const resources = templates.flatMap(({ id: stack, template }) =>
    Object.entries(template.Resources as Record<string, Omit<Resource, 'stack' | 'id'>>).map(
      ([id, resource]) => ({
        ...resource,
        Properties: resource.Properties ?? {},
        stack,
        id,
      }),
    ),
  )
  return {
    ...built,
    resources,
    of: type => resources.filter(({ Type }) => Type === `AWS::${type}`),
    outputs: Object.assign({}, ...templates.map(({ template }) => template.Outputs)),
  }
}
