import type { RevisionLocation } from '@aws-sdk/client-codedeploy'

const HOOKABLE = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
]
const MOST = 100_000

/**
 * What the drawing needs of an AppSpec file, in YAML or JSON: the hooks' functions by lifecycle event, and the task definition.
 * Nothing of a revision in S3, which GetDeployment does not show.
 */
export function readAppSpec(revision: RevisionLocation | undefined): {
  hooks: Map<string, string>
  taskDefinition: string
} {
  const text = (revision?.appSpecContent?.content ?? '').slice(0, MOST)
  const hooks = new Map<string, string>()
  for (const name of HOOKABLE) {
    const found = valueOf(text, name)
    if (found) hooks.set(name, found.split(':').at(-1) ?? found)
  }
  return { hooks, taskDefinition: valueOf(text, 'TaskDefinition').split('/').at(-1) ?? '' }
}

/** `Key: value`, `- Key: "value"` and `"Key": "value"`. */
function valueOf(text: string, key: string): string {
  const found = new RegExp(`(?:^|[\\s{,"'-])${key}["']?[ \\t]*:[ \\t]*["']?([^\\s"',}]+)`).exec(text)
  return found?.[1] ?? ''
}
