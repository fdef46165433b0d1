import type { App, Stack } from 'aws-cdk-lib'
import { Stack as StackClass } from 'aws-cdk-lib'

/** A stack as the picture shows it. */
export interface DrawnStack {
  id: string
  description: string
  /** `Subnet ×6`, in order of the template. */
  resources: string[]
  /** Ids of the stacks whose outputs it takes. */
  needs: string[]
}

/** What is there so that other things hold together, or that only the CDK needs: not in the picture. */
const PLUMBING =
  /::(\w*Attachment|\w*Association\w*|Route|RouteTable|EIP|BucketPolicy|Policy|SecurityGroup(In|E)gress|DBSubnetGroup|MountTarget|Function)$|^Custom::|^AWS::CDK::/

interface Template {
  Description?: string
  Resources?: Record<string, { Type: string }>
}

/** The stacks of a synthesized app, in the order in which they can be deployed. */
export function readStacks(app: App): DrawnStack[] {
  const assembly = app.synth()
  return assembly.stacksRecursively.map(artifact => {
    const stack = app.node.findChild(artifact.id) as Stack
    const { Description = '', Resources = {} } = artifact.template as Template
    const counts = new Map<string, number>()
    for (const [id, { Type }] of Object.entries(Resources)) {
      // The CDK's own functions have roles, too.
      if (PLUMBING.test(Type) || /CustomResourceProvider/.test(id)) continue
      const name = wordsOf(Type)
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    return {
      id: artifact.id,
      description: Description,
      resources: [...counts].map(([name, count]) => (count === 1 ? name : `${name} ×${count}`)),
      needs: stack.dependencies.filter(StackClass.isStack).map(({ node }) => node.id),
    }
  })
}

/** `AWS::ElasticLoadBalancingV2::TargetGroup` as `Target group`; AWS's abbreviations stay. */
function wordsOf(type: string): string {
  const [, service = '', thing = ''] = type.split('::')
  const named = thing
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/^(DB|VPC)(?=[A-Z])/, '$1 ')
    .replace(/ [A-Z](?=[a-z])/g, start => start.toLowerCase())
    .replace(/^Nat\b/, 'NAT')
  return ['Service', 'Cluster', 'Repository', 'Project', 'Application', 'Role'].includes(thing)
    ? `${service} ${named.toLowerCase()}`
    : named
}
