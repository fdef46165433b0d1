/** What decides over a request: every list of policy documents must allow, none may deny. */
export interface Policies {
  identity: string[]
}
