interface Place {
  accountId: string
  region: string
}

/** ARN of a project, which may be given by its ARN already. */
export function projectArn({ accountId, region }: Place, name: string): string {
  return name.startsWith('arn:') ? name : `arn:aws:codebuild:${region}:${accountId}:project/${name}`
}

/** The name in a project's name or ARN. */
export function projectNameOf(nameOrArn: string): string {
  return nameOrArn.replace(/^arn:aws:codebuild:[^:]*:[^:]*:project\//, '')
}

/** ARN of a build, whose id is `<project>:<uuid>`, and which may be given by its ARN already. */
export function buildArn({ accountId, region }: Place, id: string): string {
  return id.startsWith('arn:') ? id : `arn:aws:codebuild:${region}:${accountId}:build/${id}`
}

/** The id in a build's id or ARN. */
export function buildIdOf(idOrArn: string): string {
  return idOrArn.replace(/^arn:aws:codebuild:[^:]*:[^:]*:build\//, '')
}
