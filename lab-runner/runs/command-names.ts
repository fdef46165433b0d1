/** What a command line calls: `aws ecs create-service` for AWS, else the program. */
export function commandNames(line: string): string[] {
  const aws = [
    ...line.matchAll(/\baws\s+(?:--?[\w-]+(?:[= ]\S+)?\s+)*([a-z][a-z0-9-]*)\s+([a-z][a-z0-9-]*)/g),
  ]
  if (aws.length > 0) return aws.map(([, service, operation]) => `aws ${service} ${operation}`)
  const program = /^\s*(?:\w+=\S*\s+)*([\w./-]+)/.exec(line)?.[1]
  return program ? [program.split('/').at(-1) ?? program] : []
}

/** Whether a typed line calls what a step's commands call */
export function matchesStep(line: string, commands: string[]): boolean {
  const wanted = new Set(commands.flatMap(commandNames))
  return commandNames(line).some(name => wanted.has(name))
}
