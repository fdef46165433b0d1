/** What of a task definition the rules look at; its types are right by then. */
export interface TaskDefinition {
  family: string
  cpu?: string
  memory?: string
  networkMode?: string
  requiresCompatibilities?: string[]
  executionRoleArn?: string
  taskRoleArn?: string
  ephemeralStorage?: { sizeInGiB: number }
  containerDefinitions: Container[]
}
interface Container {
  name?: string
  image?: string
  memory?: number
  memoryReservation?: number
  essential?: boolean
  portMappings?: { containerPort?: number; hostPort?: number }[]
  secrets?: unknown[]
  logConfiguration?: { logDriver: string; options?: Record<string, unknown> }
}

/** A rule that is broken, at which path. `words` says whose the text is: AWS's own, or ours where its text is not known. */
export interface Breach {
  path: string
  text: string
  words: 'aws' | 'ours'
}

const NAME = /^[A-Za-z0-9_-]{1,255}$/
const PRIVATE_ECR = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\//
const TAG_OR_DIGEST = /:[\w][\w.-]*$|@sha256:[0-9a-f]{64}$/

/** Memory in MiB that Fargate gives to so many CPU units: from, to, in steps of. */
export const FARGATE_SIZES: ReadonlyMap<number, { from: number; to: number; step: number }> = new Map([
  [256, { from: 512, to: 2048, step: 512 }],
  [512, { from: 1024, to: 4096, step: 1024 }],
  [1024, { from: 2048, to: 8192, step: 1024 }],
  [2048, { from: 4096, to: 16384, step: 1024 }],
  [4096, { from: 8192, to: 30720, step: 1024 }],
  [8192, { from: 16384, to: 61440, step: 4096 }],
  [16384, { from: 32768, to: 122880, step: 8192 }],
])

/** Whether Fargate has a machine of that size. 256 units with 1.5 GiB is the one gap in the table. */
export function isFargateSize(cpu: number, memory: number): boolean {
  const size = FARGATE_SIZES.get(cpu)
  if (!size || memory < size.from || memory > size.to) return false
  return (memory - size.from) % size.step === 0 && !(cpu === 256 && memory === 1536)
}

/** The rules of ECS that `definition` breaks, in the order in which they are looked at; AWS answers with the first. */
export function breaches(definition: TaskDefinition): Breach[] {
  return [...names(definition), ...fargate(definition), ...ports(definition), ...containers(definition)]
}

function ours(path: string, text: string): Breach {
  return { path, text, words: 'ours' }
}

function aws(path: string, text: string): Breach {
  return { path, text, words: 'aws' }
}

const at = (index: number) => `containerDefinitions[${index}]`

function names({ family, containerDefinitions: all }: TaskDefinition): Breach[] {
  const found: Breach[] = []
  const rule = 'up to 255 letters, digits, - and _.'
  if (!NAME.test(family)) found.push(ours('family', `The family is “${family}”. It may have ${rule}`))
  if (all.length === 0) found.push(ours('containerDefinitions', 'There must be at least one container.'))
  for (const [index, { name = '', image }] of all.entries()) {
    if (!NAME.test(name))
      found.push(ours(`${at(index)}.name`, `A container’s name is “${name}”. It may have ${rule}`))
    if (all.findIndex(other => other.name === name) < index)
      found.push(ours(`${at(index)}.name`, `Two containers have the name “${name}”.`))
    if (!image) found.push(ours(`${at(index)}.image`, `The container “${name}” has no image.`))
  }
  return found
}

function fargate(definition: TaskDefinition): Breach[] {
  if (!definition.requiresCompatibilities?.includes('FARGATE')) return []
  const { networkMode, cpu, memory, ephemeralStorage, executionRoleArn, containerDefinitions } = definition
  const found: Breach[] = []
  if (networkMode !== 'awsvpc') found.push(aws('networkMode', "Fargate only supports network mode 'awsvpc'."))
  if (cpu === undefined) found.push(aws('cpu', "Fargate requires that 'cpu' be defined at the task level."))
  else if (memory === undefined)
    found.push(ours('memory', 'Fargate wants the memory of the task too, outside the containers.'))
  else found.push(...size(cpu, memory))
  const disk = ephemeralStorage?.sizeInGiB
  if (disk !== undefined && (disk < 21 || disk > 200))
    found.push(ours('ephemeralStorage.sizeInGiB', `The disk is ${disk} GiB. It may be 21 to 200.`))
  if (!executionRoleArn) found.push(...withoutExecutionRole(containerDefinitions))
  return found
}

function size(cpu: string, memory: string): Breach[] {
  const [units, mebibytes] = [quantity(cpu, 'vCPU'), quantity(memory, 'GB')]
  if (Number.isNaN(units)) return [ours('cpu', `“${cpu}” is no CPU: write "256" or ".25 vCPU".`)]
  if (Number.isNaN(mebibytes)) return [ours('memory', `“${memory}” is no memory: write "512" or "0.5 GB".`)]
  if (isFargateSize(units, mebibytes)) return []
  return [aws('cpu', 'No Fargate configuration exists for given values.')]
}

function withoutExecutionRole(all: Container[]): Breach[] {
  const needs = 'Fargate requires task definition to have execution role ARN to support'
  return all.flatMap(({ image = '', logConfiguration, secrets = [] }, index) => [
    ...(PRIVATE_ECR.test(image) ? [aws(`${at(index)}.image`, `${needs} ECR images.`)] : []),
    ...(logConfiguration?.logDriver === 'awslogs'
      ? [aws(`${at(index)}.logConfiguration`, `${needs} log driver awslogs.`)]
      : []),
    ...(secrets.length > 0
      ? [ours(`${at(index)}.secrets`, 'Secrets are read with the execution role, and there is none.')]
      : []),
  ])
}

function ports({ networkMode, containerDefinitions }: TaskDefinition): Breach[] {
  return containerDefinitions.flatMap(({ portMappings = [] }, index) =>
    portMappings.flatMap(({ containerPort, hostPort }, place) => {
      const path = `${at(index)}.portMappings[${place}]`
      if (containerPort !== undefined && (containerPort < 1 || containerPort > 65535))
        return [ours(`${path}.containerPort`, `The port is ${containerPort}. It may be 1 to 65535.`)]
      if (networkMode === 'awsvpc' && hostPort && hostPort !== containerPort)
        return [
          aws(
            `${path}.hostPort`,
            'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
          ),
        ]
      return []
    }),
  )
}

function containers({ memory, containerDefinitions: all }: TaskDefinition): Breach[] {
  const found: Breach[] = []
  const whole = memory === undefined ? undefined : quantity(memory, 'GB')
  for (const [index, { name, memory: limit, memoryReservation, logConfiguration }] of all.entries()) {
    const asked = limit ?? memoryReservation
    if (whole === undefined && asked === undefined)
      found.push(ours(at(index), `The container “${name}” needs memory, since the task has none.`))
    if (whole !== undefined && asked !== undefined && asked > whole)
      found.push(
        ours(`${at(index)}.memory`, `The container “${name}” asks for ${asked} MiB of the task’s ${whole}.`),
      )
    if (logConfiguration?.logDriver !== 'awslogs') continue
    for (const option of ['awslogs-group', 'awslogs-region'])
      if (!logConfiguration.options?.[option])
        found.push(ours(`${at(index)}.logConfiguration`, `awslogs needs the option ${option}.`))
  }
  if (all.length > 0 && all.every(({ essential }) => essential === false))
    found.push(ours('containerDefinitions', 'At least one container must be essential.'))
  return found
}

/** `512` or `0.5 GB`, `256` or `.25 vCPU`, in MiB or CPU units. NaN when it is neither. */
function quantity(text: string, unit: 'vCPU' | 'GB'): number {
  const [, amount, withUnit] = /^\s*(\d*\.?\d+)\s*([a-z]*)\s*$/i.exec(text) ?? []
  if (amount === undefined) return NaN
  if (!withUnit) return Number(amount)
  return withUnit.toLowerCase() === unit.toLowerCase() ? Number(amount) * 1024 : NaN
}

/** What AWS accepts and you may regret later. */
export function advice(definition: TaskDefinition): Omit<Breach, 'words'>[] {
  const { executionRoleArn, taskRoleArn, containerDefinitions, requiresCompatibilities } = definition
  const found: Omit<Breach, 'words'>[] = []
  if (!requiresCompatibilities?.includes('FARGATE'))
    found.push({
      path: 'requiresCompatibilities',
      text: 'AWS has not looked at Fargate’s rules: without FARGATE here you learn of them when a task is to start.',
    })
  if (taskRoleArn && taskRoleArn === executionRoleArn)
    found.push({
      path: 'taskRoleArn',
      text: 'Your code may do all that ECS may do to start it: task role and execution role are the same.',
    })
  for (const [index, { name, image = '', logConfiguration }] of containerDefinitions.entries()) {
    if (!TAG_OR_DIGEST.test(image) || image.endsWith(':latest'))
      found.push({
        path: `${at(index)}.image`,
        text: `The image of “${name}” has no tag of its own: you cannot tell later which build ran.`,
      })
    if (!logConfiguration)
      found.push({
        path: at(index),
        text: `The container “${name}” keeps no log: if it stops, nobody knows why.`,
      })
  }
  return found
}
