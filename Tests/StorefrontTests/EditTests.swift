import Foundation
import Glibc
import TestSupport
import Testing

@testable import Storefront

@Suite(.timeLimit(.minutes(5))) struct EditTests {
    @Test(arguments: [
        ("0", 0), ("19", 1900), ("19.9", 1990), ("19.90", 1990), ("0.05", 5), ("007.50", 750),
        ("999999999.99", 99_999_999_999),
    ])
    func anAmountIsCents(text: String, cents: Int) {
        #expect(Money(text)?.cents == cents)
        #expect(Money(Money(cents: cents).description)?.cents == cents)
    }

    @Test(arguments: [
        "", ".", "1.", ".5", "1.234", "-1", "+1", "1,50", "1e3", "1 ", "٣", "1.2.3", "1000000000",
        "NaN", "0x1",
    ])
    func whatIsNoAmountIsNone(text: String) {
        #expect(Money(text) == nil)
    }

    @Test func everyEditSaysWhatItChanged() async throws {
        try await CatalogueFixture.with { shop async throws in
            let product = try #require(try await shop.products().first { $0.id == 42 })
            let edits: [(ProductEdit, String)] = [
                (
                    .price(id: 42, Money(cents: 1750)),
                    "product 42: price \(Money(cents: product.price)) → 17.50"
                ), (.price(id: 42, Money(cents: 5)), "product 42: price 17.50 → 0.05"),
                (.stock(id: 42, 7), "product 42: stock \(product.stock) → 7"),
                (.name(id: 42, "New"), "product 42: name \"\(product.name)\" → \"New\""),
                (
                    .insert(NewProduct(name: "Hat", category: "hat", price: Money(cents: 990))),
                    "product 201: inserted, \"Hat\" in hat at 9.90"
                ), (.delete(id: 201), "product 201: deleted, \"Hat\""),
                // A number is not given again.
                (
                    .insert(NewProduct(name: "Cap", category: "hat", price: Money(cents: 1))),
                    "product 202: inserted, \"Cap\" in hat at 0.01"
                ),
            ]
            for (edit, sentence) in edits {
                #expect(try await shop.catalogue.carryOut(edit) == sentence)
            }
            #expect(try await shop.outbox().count == edits.count)
        }
    }

    @Test(arguments: [
        (["price", "999", "1"], 1, "There is no product 999"),
        (["stock", "999", "1"], 1, "There is no product 999"),
        (["name", "999", "x"], 1, "There is no product 999"),
        (["delete", "999"], 1, "There is no product 999"),
        (["insert", "--name", "x", "--category", "no", "--price", "1"], 1, "There is no category"),
        (["price", "0", "1"], 2, "1 or more"), (["price", "x", "1"], 2, "id"),
        (["price", "1", "1,50"], 2, "price"), (["stock", "1", "1.5"], 2, "stock"),
        (["stock", "1", "2000000000"], 2, "from 0 to"), (["name", "1", " "], 2, "A name has"),
        (["name", "1", "a\u{1b}b"], 2, "A name has"), (["insert", "--name", "x"], 2, "category"),
        (["random", "--per-minute", "0"], 2, "--per-minute"),
        (["random", "--count", "0"], 2, "--count"),
        (["random", "--products", "0"], 2, "--products"),
        (["random", "--duration", "-1"], 2, "--duration"), (["price", "1", "1"], 0, ""),
    ])
    func wrongUseIsASentence(arguments: [String], status: Int32, sentence: String) async throws {
        try await CatalogueFixture.with { shop async throws in
            let result = try await Executable.storefront.run(
                ["edit"] + arguments, environment: ["CATALOGUE": shop.path])
            #expect(result.status == status)
            #expect(sentence.isEmpty ? result.errors.isEmpty : result.errors.contains(sentence))
            #expect(try await shop.outbox().count == (status == 0 ? 1 : 0))
        }
    }

    @Test func randomEditsAreManyKindsAndStop() async throws {
        try await CatalogueFixture.with { shop async throws in
            let result = try await Executable.storefront.run(
                ["edit", "random", "--per-minute", "60000", "--count", "200"],
                environment: ["CATALOGUE": shop.path])
            #expect(result.status == 0)
            let lines = result.output.split(separator: "\n")
            let outbox = try await shop.outbox()
            #expect(lines.count == 200 && outbox.count == 200)
            let prices = lines.count { $0.contains(": price ") }
            #expect((80...160).contains(prices))
            #expect(lines.contains { $0.contains(": inserted") })
            // What the shop began with is all there.
            #expect(try await shop.products().prefix(200).map(\.id) == Array(1...200))
            let ended = try await Executable.storefront.run(
                ["edit", "random", "--per-minute", "1", "--duration", "0.2", "--quiet"],
                environment: ["CATALOGUE": shop.path])
            #expect(ended.status == 0 && ended.output.isEmpty)
            let closed = try await Executable.storefront.run(
                ["edit", "random", "--per-minute", "0.01", "--exit-with-stdin"],
                environment: ["CATALOGUE": shop.path])
            #expect(closed.status == 0)
        }
    }
}
