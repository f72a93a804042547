"""What is wrong with the network: names, proxy, certificate, clock, sign-in page, servers, speed; how long to wait."""
