#!/usr/bin/env python3
"""What a web page can do with a shop of another origin, in headless Chromium.

Serves an empty page at each PORT and runs the same requests from each; prints their outcomes as JSON.
usage: page.py SHOP-URL SECRET PORT...
"""
import http.server
import json
import os
import sys
import threading

from selenium import webdriver

REQUESTS = """
const [shop, secret, done] = arguments;
const json = (body) => ({ method: 'POST', headers: { 'content-type': 'application/json' },
                          body: JSON.stringify(body) });
async function outcome(path, options) {
  try {
    const answer = await fetch(shop + path, options);
    const cache = answer.headers.get('x-cache');
    return { status: answer.status, cache, hasBody: (await answer.text()).length > 0 };
  } catch (error) { return { error: error.name }; }
}
(async () => done({
  product: await outcome('/api/product/1', { cache: 'no-store' }), // not the browser's own copy
  missing: await outcome('/api/nothing'),
  health: await outcome('/health'),
  purge: await outcome('/api/revalidate', json({ secret, type: 'search' })),
  wrongSecret: await outcome('/api/revalidate', json({ secret: 'wrong', type: 'search' })),
  slash: await outcome('/api/revalidate/', json({ secret, type: 'trending' })),
}))();
"""


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"<!doctype html><title>shop</title>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                     "--disable-background-networking", "--no-proxy-server"):
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    service = webdriver.ChromeService(executable_path="/usr/bin/chromedriver")
    return webdriver.Chrome(options=options, service=service)


def main():
    shop, secret, *ports = sys.argv[1:]
    for port in ports:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Page)
        threading.Thread(target=server.serve_forever, daemon=True).start()
    driver = browser()
    try:
        driver.set_script_timeout(30)
        outcomes = {}
        for port in ports:
            driver.get(f"http://127.0.0.1:{port}/")
            outcomes[port] = driver.execute_async_script(REQUESTS, shop, secret)
        print(json.dumps(outcomes))
    finally:
        driver.quit()


main()
