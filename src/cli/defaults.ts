/** One number for TCP and UDP: one rule in a firewall. */
export const DEFAULT_PORT = 7373;
