/** One number for TCP and UDP: one rule in a firewall. */
export const DEFAULT_PORT = 7373;
/** Where sound travels when nobody says otherwise; what is beyond the last port is none. */
export const soundPortOf = (port: number): number => port + 2;
