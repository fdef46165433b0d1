/** What the tests use of the package, which has no types of its own. */
declare module 'ssm-session' {
  interface Connection {
    send(data: string | Uint8Array): void
  }

  interface Message {
    messageType: string
    messageId: string
    sequenceNumber: number
    payloadType: number
    payload: Uint8Array
  }

  export const ssm: {
    decode(data: Uint8Array): Message
    init(connection: Connection, data: { token: string; termOptions: { cols: number; rows: number } }): void
    sendACK(connection: Connection, message: Message): void
    sendText(connection: Connection, text: string): void
  }
}
