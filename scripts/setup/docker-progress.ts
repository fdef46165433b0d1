import type Docker from 'dockerode'

interface Progress {
  stream?: string
  error?: string
}

/** Waits until a pull, import or build has ended; an error in its stream becomes an exception that says it. */
export async function follow(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  onEvent?: () => void,
): Promise<void> {
  const said: string[] = []
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(
      stream,
      (error: Error | null, events: Progress[] | null) => {
        const failed = error?.message ?? events?.find(event => event.error)?.error
        if (failed) reject(new Error([...said.slice(-5), failed].join('\n')))
        else resolve()
      },
      (event: Progress) => {
        if (event.stream?.trim()) said.push(event.stream.trim())
        onEvent?.()
      },
    )
  })
}
