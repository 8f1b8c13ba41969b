using ProcGen.Analyzers.MarkedMethods;
using ProcGen.Analyzers.Tests.Verification;

namespace ProcGen.Analyzers.Tests.MarkedMethods;

/// <summary>PROCGEN008: which members a managed interface may have.</summary>
public sealed class ManagedInterfaceAnalyzerTests
{
    [Theory]
    [InlineData("event Action {|PROCGEN008:Changed|};")]
    [InlineData("int {|PROCGEN008:this|}[int index] { get; }")]
    [InlineData("T {|PROCGEN008:Get|}<T>();")]
    [InlineData("static abstract int {|PROCGEN008:Count|}();")]
    [InlineData("int Add(ref int {|PROCGEN008:amount|});")]
    [InlineData("ref int {|PROCGEN008:Find|}();")]
    [InlineData("int Total { get; } string {|PROCGEN008:Name|} { get; init; }")]
    [InlineData("Task<IEnumerable<int>> {|PROCGEN008:ListAsync|}();")]
    [InlineData("IEnumerable<int> {|PROCGEN008:Items|} { get; }")]
    [InlineData("void Write(System.IO.Stream {|PROCGEN008:target|});")]
    [InlineData("Action {|PROCGEN008:Get|}();")]
    [InlineData("object {|PROCGEN008:Value|} { get; set; }")]
    [InlineData("Span<int> {|PROCGEN008:Get|}();")]
    public Task A_member_that_no_proxy_can_have_is_reported(string member) => Verify("public interface IRegister", member);

    [Theory]
    [InlineData("public interface {|PROCGEN008:IRegister|}<T>")]
    [InlineData("public interface {|PROCGEN008:IRegister|} : IDisposable")]
    [InlineData("file interface {|PROCGEN008:IRegister|}")]
    public Task An_interface_that_no_proxy_can_implement_is_reported(string declaration) => Verify(declaration, "int Add(int amount);");

    [Theory]
    [InlineData("int Add(int amount);")]
    [InlineData("string? Title { get; set; }")]
    [InlineData("int Total { set; }")]
    [InlineData("Task<int> AddAsync(int amount, CancellationToken cancellationToken = default);")]
    [InlineData("ValueTask ResetAsync(IProgress<int> progress);")]
    [InlineData("IAsyncEnumerable<int> WatchAsync(CancellationToken cancellationToken);")]
    [InlineData("IEnumerable<string> Words(IEnumerable<char> text);")]
    [InlineData("IRegister Child(IRegister other);")]
    [InlineData("SharedDictionary<string, IRegister> Children { get; }")]
    [InlineData("int Twice(int value) => 2 * value; static int Three() => 3;")]
    [InlineData("record Entry(string Name, int[] Values); Entry Get(); void Set(List<Entry> entries);")]
    public Task A_member_that_a_proxy_has_is_not_reported(string member) => Verify("public interface IRegister", member);

    [Fact]
    public Task An_interface_without_the_attribute_is_not_looked_at() => Verify("public interface IRegister", "event Action Changed;", attribute: "");

    private static Task Verify(string declaration, string members, string attribute = "[ManagedObject]") => RuleTest<ManagedInterfaceAnalyzer>.VerifyAsync($$"""
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using ProcGen;

        {{attribute}}
        {{declaration}}
        {
            {{members}}
        }
        """);
}
