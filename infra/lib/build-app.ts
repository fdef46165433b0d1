import { Tags, type App } from 'aws-cdk-lib'
import { ownFunctionLogs } from './own-function-logs.ts'
import { readContext, type Context } from './context.ts'
import { DataStack } from './stacks/data-stack.ts'
import { DeliveryStack } from './stacks/delivery-stack.ts'
import { LearnerAccessStack, type LearnerActions } from './stacks/learner-access-stack.ts'
import { NetworkStack } from './stacks/network-stack.ts'
import { ObservabilityStack } from './stacks/observability-stack.ts'
import { RegistryStack } from './stacks/registry-stack.ts'
import { ServiceStack } from './stacks/service-stack.ts'

export interface UploadsApp {
  app: App
  context: Context
  network: NetworkStack
  registry: RegistryStack
  data: DataStack
  site: ServiceStack
  delivery: DeliveryStack
  observability: ObservabilityStack
  /** Only where somebody is named who may assume the role. */
  learnerAccess: LearnerAccessStack | undefined
}

/**
 * All stacks, wired, from the context of the app. Throws a ContextError when that does not fit. `actions` are what learners may
 * do; without somebody who may assume their role they are not needed.
 */
export function buildApp(app: App, actions: LearnerActions): UploadsApp {
  const context = readContext(app.node.getAllContext() as Record<string, unknown>)
  const { name } = context
  const network = new NetworkStack(app, 'Network', { stackName: `${name}-network`, context })
  const registry = new RegistryStack(app, 'Registry', { stackName: `${name}-registry`, context })
  const data = new DataStack(app, 'Data', { stackName: `${name}-data`, context, network })
  const site = new ServiceStack(app, 'Service', {
    stackName: `${name}-service`,
    context,
    network,
    registry,
    data,
  })
  const delivery = new DeliveryStack(app, 'Delivery', {
    stackName: `${name}-delivery`,
    context,
    registry,
    site,
  })
  const observability = new ObservabilityStack(app, 'Observability', {
    stackName: `${name}-observability`,
    data,
    site,
  })
  const { learnerTrust, learnerExternalId } = context
  const learnerAccess =
    learnerTrust && learnerExternalId
      ? new LearnerAccessStack(app, 'LearnerAccess', {
          stackName: `${name}-learner-access`,
          trust: learnerTrust,
          externalId: learnerExternalId,
          actions,
        })
      : undefined
  ownFunctionLogs(app, context.retentionDays)
  Tags.of(app).add('app', name)
  return { app, context, network, registry, data, site, delivery, observability, learnerAccess }
}
