/** A private address inside an account's VPC, as AWS's answers carry it. */
export interface PrivateEndpoint {
  accountId: string
  region: string
  /** Such as 172.31.16.23. */
  ip: string
  port: number
}

/** A host name inside an account's VPC, such as a database's endpoint. */
export interface PrivateName {
  accountId: string
  region: string
  /** Such as mydb.c9akciq32.eu-west-1.rds.amazonaws.com. */
  name: string
}

/** Where it really listens on this machine. */
export interface RealEndpoint {
  host: string
  port: number
}

/** Maps the private addresses of tasks, databases and load balancers to where they really listen. */
export class AddressBook {
  readonly #entries = new Map<string, RealEndpoint>()
  readonly #names = new Map<string, string>()

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

  /** Every port that something listens on, whoever's it is. */
  ports(): Set<number> {
    return new Set([...this.#entries.keys()].map(at => Number(at.slice(at.lastIndexOf(':') + 1))))
  }

  /** Lets a name stand for a private address. Names have no upper and lower case. */
  bindName(name: PrivateName, ip: string): void {
    this.#names.set(nameKey(name), ip)
  }

  unbindName(name: PrivateName): void {
    this.#names.delete(nameKey(name))
  }

  /** The private address that a name stands for. */
  lookupName(name: PrivateName): string | undefined {
    return this.#names.get(nameKey(name))
  }
}

function nameKey({ accountId, region, name }: PrivateName): string {
  return `${accountId}/${region}/${name.toLowerCase().replace(/\.$/, '')}`
}

function key({ accountId, region, ip, port }: PrivateEndpoint): string {
  return `${accountId}/${region}/${ip}:${port}`
}
