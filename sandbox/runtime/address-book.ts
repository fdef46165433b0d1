/** A private address inside an account's VPC, as AWS's answers carry it. */
export interface PrivateEndpoint {
  accountId: string
  region: string
  /** Such as 172.31.16.23. */
  ip: string
  port: number
}

/** Where it really listens on this machine. */
export interface RealEndpoint {
  host: string
  port: number
}

/** Maps the private addresses of tasks, databases and load balancers to where they really listen. */
export class AddressBook {
  readonly #entries = new Map<string, RealEndpoint>()

  bind(endpoint: PrivateEndpoint, real: RealEndpoint): void {
    this.#entries.set(key(endpoint), real)
  }

  unbind(endpoint: PrivateEndpoint): void {
    this.#entries.delete(key(endpoint))
  }

  /** Undefined when nothing listens there: a connection to it is refused. */
  lookup(endpoint: PrivateEndpoint): RealEndpoint | undefined {
    return this.#entries.get(key(endpoint))
  }
}

function key({ accountId, region, ip, port }: PrivateEndpoint): string {
  return `${accountId}/${region}/${ip}:${port}`
}
