import { z } from 'zod'

/** How a new version reaches the users: CodeDeploy's blue/green, or one of ECS's own strategies. */
export const DEPLOYMENTS = ['codedeploy', 'rolling', 'blue-green', 'linear', 'canary'] as const

/** Memory in MiB that Fargate has for a number of CPU units. */
const FARGATE_SIZES: Record<number, number[]> = {
  256: [512, 1024, 2048],
  512: steps(1024, 4096),
  1024: steps(2048, 8192),
  2048: steps(4096, 16_384),
  4096: steps(8192, 30_720),
}

/** Days for which CloudWatch Logs can keep a log. */
const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653]

/** The image of the uploads app that the workshop publishes. */
const PUBLISHED_IMAGE = 'public.ecr.aws/slipway/uploads:1'

// The command line hands every value on as text, cdk.json as it stands there.
const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number(`a whole number from ${least} to ${most}`)
    .int(`a whole number from ${least} to ${most}`)
    .min(least, `a whole number from ${least} to ${most}`)
    .max(most, `a whole number from ${least} to ${most}`)
const oneOf = (values: number[]) =>
  z.coerce.number().refine(value => values.includes(value), `one of ${values.join(', ')}`)
const choice = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `one of ${values.join(', ')}` })
const yesOrNo = z.union([z.boolean(), choice(['true', 'false']).transform(value => value === 'true')], {
  error: 'true or false',
})
const matching = (pattern: RegExp, expected: string) => z.string(expected).regex(pattern, expected)

const shape = z.strictObject({
  /** Beginning of every stack's name. */
  name: matching(/^[a-z][a-z0-9-]{0,19}$/, 'up to 20 small letters, digits and -, a letter first').default(
    'uploads',
  ),
  /** Availability zones with a public, a private and an isolated subnet each. */
  zones: wholeNumber(2, 3).default(2),
  /** The tasks' way to AWS: through NAT gateways, or through endpoints inside the VPC and to nothing else. */
  egress: choice(['nat', 'endpoints']).default('nat'),
  /** One is cheapest; one a zone survives the loss of a zone. */
  natGateways: wholeNumber(1, 3).default(1),
  /** A public image of the uploads app; `registry:` and the tag of one in the registry stack; `asset` to build it from its sources; `prebuilt` to pack what was built on this machine. */
  image: matching(
    /^(asset|prebuilt|registry:[\w.-]+|[\w.-]+(:\d+)?\/[\w./-]+(:[\w.-]+|@sha256:[0-9a-f]{64}))$/,
    'an image with its registry and tag, registry:TAG, asset, or prebuilt',
  ).default(PUBLISHED_IMAGE),
  deployments: choice(DEPLOYMENTS).default('codedeploy'),
  /** CPU units of a task; 1024 are one processor. */
  cpu: oneOf(Object.keys(FARGATE_SIZES).map(Number)).default(512),
  /** MiB of a task. */
  memory: wholeNumber(512, 30_720).default(1024),
  minTasks: wholeNumber(1, 100).default(2),
  maxTasks: wholeNumber(1, 100).default(4),
  /** Requests a minute that a task gets before autoscaling brings another. */
  requestsPerTask: wholeNumber(1, 1_000_000).default(1000),
  retentionDays: oneOf(RETENTION_DAYS).default(30),
  /** Keeps database, files and objects when the stacks are destroyed, and runs the database in two zones. */
  protect: yesOrNo.default(false),
  /** A certificate in ACM: the production listener then speaks HTTPS on 443, and 80 redirects to it. */
  certificateArn: matching(
    /^arn:aws[\w-]*:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/,
    'the ARN of a certificate in ACM',
  ).optional(),
  /** Who may reach the test listener beside the VPC itself. */
  testFrom: z.cidrv4('a range of addresses such as 203.0.113.0/24').optional(),
  /** The account, or the ARN of the identity, in which lab-runner runs; with learnerExternalId it gets a role to assume. */
  learnerTrust: matching(
    /^(\d{12}|arn:aws[\w-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+)$/,
    'twelve digits, or the ARN of a role or user',
  ).optional(),
  /** What lab-runner must say when it assumes the role. */
  learnerExternalId: matching(
    /^[\w+=,.@:/-]{16,1224}$/,
    '16 characters or more, letters, digits and + = , . @ : / -',
  ).optional(),
})

const context = shape.superRefine((values, { addIssue }) => {
  const wrong = (key: keyof Context, expected: string) =>
    addIssue({ code: 'custom', path: [key], message: expected, input: values[key] })
  const sizes = FARGATE_SIZES[values.cpu] ?? []
  if (!sizes.includes(values.memory)) {
    wrong(
      'memory',
      `what Fargate has for cpu=${values.cpu}: ${sizes.slice(0, 4).join(', ')}${sizes.length > 4 ? ` … ${sizes.at(-1)}` : ''}`,
    )
  }
  if (values.maxTasks < values.minTasks) wrong('maxTasks', `minTasks, ${values.minTasks}, or more`)
  if (values.natGateways > values.zones) wrong('natGateways', `at most one a zone, so up to ${values.zones}`)
  if (values.egress === 'endpoints' && values.image.includes('/')) {
    wrong(
      'image',
      'registry:TAG, asset, or prebuilt: with egress=endpoints tasks reach no registry but this account’s',
    )
  }
  if (values.learnerTrust && !values.learnerExternalId)
    wrong('learnerExternalId', 'a value, because learnerTrust is given')
  if (values.learnerExternalId && !values.learnerTrust)
    wrong('learnerTrust', 'a value, because learnerExternalId is given')
})

/** What can be chosen about the app, with `-c key=value` or under "context" in cdk.json; each has a default. */
export type Context = z.output<typeof shape>

/** The context is not what the app takes; the message lists all that is wrong with it. */
export class ContextError extends Error {}

/** Reads and checks the context of an app. Keys with a colon or an @ are the CDK's own. */
export function readContext(given: Record<string, unknown>): Context {
  const own = Object.fromEntries(Object.entries(given).filter(([key]) => !/[:@]/.test(key)))
  const read = context.safeParse(own)
  if (read.success) return read.data
  const lines = read.error.issues.flatMap(issue => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(
        key => `${key}: there is no such key. There are: ${Object.keys(shape.shape).join(', ')}.`,
      )
    }
    const key = String(issue.path[0])
    const got = own[key] === undefined ? 'nothing' : JSON.stringify(own[key])
    return [`${key}: got ${got}, expected ${issue.message}.`]
  })
  throw new ContextError(
    `The context does not fit:\n${lines.map(line => `  - ${line}`).join('\n')}\nGive another value with \`-c key=value\`, or in cdk.json under "context".`,
  )
}

function steps(from: number, to: number): number[] {
  return Array.from({ length: (to - from) / 1024 + 1 }, (_, index) => from + index * 1024)
}
