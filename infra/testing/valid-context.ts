import fc from 'fast-check'
import { DEPLOYMENTS } from '../lib/context.ts'

/** Any context that the app takes, learners' role included. */
export const validContext = fc
  .record({
    name: fc.stringMatching(/^[a-z][a-z0-9-]{0,19}$/).filter(name => !/-$|--/.test(name)),
    zones: fc.constantFrom(2, 3),
    egress: fc.constantFrom('nat', 'endpoints'),
    natGateways: fc.constantFrom(1, 2),
    image: fc.constantFrom('public.ecr.aws/slipway/uploads:2', 'registry:7'),
    deployments: fc.constantFrom(...DEPLOYMENTS),
    size: fc.constantFrom([256, 512], [512, 4096], [1024, 2048], [4096, 30_720]),
    minTasks: fc.integer({ min: 1, max: 10 }),
    moreTasks: fc.integer({ min: 0, max: 10 }),
    requestsPerTask: fc.integer({ min: 1, max: 100_000 }),
    retentionDays: fc.constantFrom(1, 30, 365),
    protect: fc.boolean(),
    certificateArn: fc.constantFrom(undefined, 'arn:aws:acm:eu-west-1:111122223333:certificate/0f1e2d3c'),
    testFrom: fc.constantFrom(undefined, '203.0.113.0/24'),
  })
  .map(({ size, moreTasks, certificateArn, testFrom, ...context }) => ({
    ...context,
    image: context.egress === 'endpoints' ? 'registry:7' : context.image,
    cpu: size[0],
    memory: size[1],
    maxTasks: context.minTasks + moreTasks,
    learnerTrust: '111122223333',
    learnerExternalId: '0123456789abcdef',
    ...(certificateArn && { certificateArn }),
    ...(testFrom && { testFrom }),
  }))
