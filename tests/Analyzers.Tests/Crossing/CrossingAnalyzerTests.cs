using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Crossing;
using ProcGen.Analyzers.Tests.Verification;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.Crossing.CrossingAnalyzer>;

namespace ProcGen.Analyzers.Tests.Crossing;

public sealed class CrossingAnalyzerTests
{
    [Theory]
    [InlineData("Lost x", "Lost.TypeId is object;")]
    [InlineData("System.Xml.XmlQualifiedName x", "XmlQualifiedName.IsEmpty is bool;")]
    public async Task A_lost_member_is_reported_with_its_own_type(string parameters, string clause)
    {
        string source = SourceOf(parameters) + "\npublic class Lost : Attribute { public int Code { get; } }";
        Diagnostic report = Assert.Single(await new Snippet("PROCGEN020", source).AnalyzeAsync());
        Assert.Contains(clause, report.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int a, string? b, double[] c, List<string> d, Dictionary<string, int[]> e, DateTime? f, Guid g, (int, string) h")]
    [InlineData("Plain plain, Plain[] plains, IReadOnlyList<Plain> list")]
    [InlineData("IEnumerable<Plain> streamed, IAsyncEnumerable<int> asynchronous, IProgress<Plain> progress, CancellationToken token")]
    [InlineData("Known known, [ProcessKnownTypes(typeof(int), typeof(string))] object value")]
    [InlineData("Ignoring ignoring, System.Net.IPAddress address, Uri uri, Exception error")]
    [InlineData("Memory<byte> bytes, ReadOnlyMemory<int> numbers")]
    public Task What_can_cross_is_not_reported(string parameters) => RuleTest.VerifyAsync(SourceOf(parameters));

    [Theory]
    [InlineData("System.Collections.ArrayList {|PROCGEN020:x|}")]
    [InlineData("List<System.Collections.Hashtable> {|PROCGEN020:x|}")]
    [InlineData("IEnumerable<System.Collections.ArrayList> {|PROCGEN020:x|}")]
    [InlineData("IProgress<System.Collections.ArrayList> {|PROCGEN020:x|}")]
    [InlineData("List<IEnumerable<int>> {|PROCGEN024:x|}")]
    [InlineData("IEnumerable<IEnumerable<int>> {|PROCGEN024:x|}")]
    [InlineData("(int, IAsyncEnumerable<int>) {|PROCGEN024:x|}")]
    [InlineData("IQueryable<int> {|PROCGEN024:x|}")]
    [InlineData("IEnumerator<int> {|PROCGEN024:x|}")]
    [InlineData("Lazy {|PROCGEN024:x|}")]
    [InlineData("object {|PROCGEN026:x|}")]
    [InlineData("IComparable {|PROCGEN026:x|}")]
    [InlineData("Open[] {|PROCGEN026:x|}")]
    [InlineData("Action {|PROCGEN028:x|}")]
    [InlineData("Job {|PROCGEN028:x|}")]
    [InlineData("FileStream {|PROCGEN028:x|}")]
    [InlineData("StringReader {|PROCGEN028:x|}")]
    [InlineData("List<TextReader> {|PROCGEN028:x|}")]
    [InlineData("IEnumerable<Stream> {|PROCGEN028:x|}")]
    [InlineData("System.Threading.Channels.ChannelReader<Stream> {|PROCGEN028:x|}")]
    [InlineData("System.Threading.Channels.ChannelReader<IEnumerable<int>> {|PROCGEN024:x|}")]
    [InlineData("System.Threading.Channels.ChannelReader<System.Collections.ArrayList> {|PROCGEN020:x|}")]
    [InlineData("System.Threading.Channels.ChannelWriter<int> {|PROCGEN028:x|}")]
    [InlineData("Type {|PROCGEN028:x|}")]
    [InlineData("Task<int> {|PROCGEN028:x|}")]
    [InlineData("CancellationTokenSource {|PROCGEN028:x|}")]
    [InlineData("System.Net.Http.HttpClient {|PROCGEN028:x|}")]
    [InlineData("System.Threading.Mutex {|PROCGEN028:x|}")]
    [InlineData("System.Runtime.InteropServices.SafeHandle {|PROCGEN028:x|}")]
    [InlineData("IServiceProvider {|PROCGEN028:x|}")]
    [InlineData("System.Diagnostics.FileVersionInfo {|PROCGEN020:x|}")]
    [InlineData("System.Collections.Specialized.NameValueCollection {|PROCGEN020:x|}")]
    [InlineData("[ProcessKnownTypes(typeof(Closed), typeof(string))] Open {|PROCGEN032:x|}")]
    public Task A_parameter_that_cannot_cross_is_reported_at_its_name(string parameters) => RuleTest.VerifyAsync(SourceOf(parameters));

    [Theory]
    [InlineData("{|PROCGEN021:System.Collections.ArrayList|}")]
    [InlineData("{|PROCGEN021:Task<System.Collections.ArrayList>|}")]
    [InlineData("{|PROCGEN021:IEnumerable<System.Collections.ArrayList>|}")]
    [InlineData("{|PROCGEN024:Task<List<IEnumerable<int>>>|}")]
    [InlineData("{|PROCGEN026:object|}")]
    [InlineData("{|PROCGEN028:Stream|}")]
    [InlineData("{|PROCGEN028:TextReader|}")]
    [InlineData("{|PROCGEN028:System.Threading.Channels.ChannelReader<int>|}")]
    [InlineData("{|PROCGEN028:ValueTask<Job>|}")]
    public Task A_result_that_cannot_cross_is_reported_at_its_type(string type) => RuleTest.VerifyAsync(SourceOf("", type, "throw null!"));

    [Theory]
    [InlineData("nint {|PROCGEN028:x|}")]
    [InlineData("UIntPtr {|PROCGEN028:x|}")]
    [InlineData("nint? {|PROCGEN028:x|}")]
    [InlineData("List<nint> {|PROCGEN028:x|}")]
    [InlineData("(int, nint) {|PROCGEN028:x|}")]
    [InlineData("Window {|PROCGEN028:x|}")]
    public Task A_native_handle_is_bound_to_its_process(string parameter) => RuleTest.VerifyAsync(SourceOf(parameter) + " public struct Window { public nint Handle; }");

    [Fact]
    public Task A_receiver_that_cannot_cross_is_reported_once_for_all_its_methods() =>
        RuleTest.VerifyAsync(
            """
            using ProcGen;

            public partial class Scanner
            {
                private System.Collections.ArrayList _device;

                [RunInProcess] public int {|PROCGEN022:First|}() => 0;

                [RunInProcess] public int Second() => 0;

                [RunInProcess] public static int Third() => 0;
            }
            """);

    [Fact]
    public Task A_static_method_needs_no_receiver() =>
        RuleTest.VerifyAsync("public partial class C { private System.IO.Stream? _s; [ProcGen.RunInProcess] public static int M() => 0; }");

    [Fact]
    public async Task The_message_names_the_path_of_members_its_place_and_what_to_do()
    {
        Diagnostic report = Assert.Single(await ReportsOf(
            """
            public sealed record Options(Action OnDone);
            public sealed record Job(int Id, Options Options);

            public static partial class Jobs
            {
                [RunInProcess] public static int Run(Job job) => 0;
            }
            """));
        string message = report.GetMessage(CultureInfo.InvariantCulture);
        Assert.StartsWith("'job' cannot cross a process boundary: Job.Options.OnDone is System.Action (Sample.cs:1); ", message, StringComparison.Ordinal);
        Assert.Contains(", so 'Jobs.Run(Job)' is not generated. ", message, StringComparison.Ordinal);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
        Assert.Equal(0, Assert.Single(report.AdditionalLocations).GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public async Task The_message_of_a_culprit_that_is_the_parameter_itself_names_its_type()
    {
        Diagnostic report = Assert.Single(await ReportsOf("public static partial class Jobs { [RunInProcess] public static int Run(TextWriter content) => 0; }"));
        Assert.StartsWith("'content' cannot cross a process boundary: its type is System.IO.TextWriter; ", report.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("List<Stream> x", "its type contains System.IO.Stream; ")]
    [InlineData("(int, Stream)[] x", "(int, Stream)[].Item2 is System.IO.Stream; ")]
    [InlineData("IEnumerable<IEnumerable<int>> x", "its type contains System.Collections.Generic.IEnumerable<int>; ")]
    [InlineData("IProgress<Stream> x", "its type contains System.IO.Stream; ")]
    [InlineData("Holder x", "Holder.Sources contains System.IO.Stream (Sample.cs:1); ")]
    public async Task The_message_tells_what_is_of_a_type_from_what_contains_it(string parameter, string explanation)
    {
        Diagnostic report = Assert.Single(await ReportsOf("public sealed record Holder(List<Stream> Sources); public static partial class C { [RunInProcess] public static int M(" + parameter + ") => 0; }"));
        Assert.StartsWith("'x' cannot cross a process boundary: " + explanation, report.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_member_can_be_left_out()
    {
        const string Advice = "Mark the method it would call with [RunInProcess], and call that in the worker.";
        Diagnostic direct = Assert.Single(await ReportsOf("public static partial class C { [RunInProcess] public static int M(Action done) => 0; }"));
        Assert.EndsWith(Advice, direct.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Diagnostic member = Assert.Single(await ReportsOf("public sealed record Job(Action OnDone); public static partial class C { [RunInProcess] public static int M(Job job) => 0; }"));
        Assert.EndsWith(Advice + " Or leave the member out with [ProcessIgnore].", member.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System.Collections.IEnumerable x", "Use IEnumerable<T> as the type of a parameter")]
    [InlineData("IQueryable<int> x", "Evaluate it: ")]
    [InlineData("IEnumerator<int> x", "Use the sequence that it runs over: ")]
    [InlineData("IEnumerable<int>[] x", "Use an array, List<T> or IReadOnlyList<T> there; ")]
    public async Task The_advice_for_a_lazy_sequence_fits_its_kind(string parameter, string advice)
    {
        Diagnostic report = Assert.Single(await ReportsOf("public static partial class C { [RunInProcess] public static int M(" + parameter + ") => 0; }"));
        Assert.Contains(". " + advice, report.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Diagnostic>> ReportsOf(string source) =>
        await TestCompilation.Create(source).WithAnalyzers([new CrossingAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

    private static string SourceOf(string parameters, string resultType = "void", string body = "{ }") =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using ProcGen;

        public sealed record Plain(int Id, string Name) { private readonly List<int> _items = []; }
        public sealed class Ignoring { [ProcessIgnore] public Stream? Source; public int Id { get; init; } }
        public sealed record Job(int Id, Options Options);
        public sealed record Options(Action OnDone);
        public sealed record Lazy(IEnumerable<int> Rows);
        public abstract record Open(int Id);
        public sealed record Closed(int Id, string Name) : Open(Id);
        [ProcessKnownTypes(typeof(KnownCase))] public interface Known;
        public sealed record KnownCase(int Id) : Known;

        public static partial class Methods
        {
            [RunInProcess]
            public static {{resultType}} M({{parameters}}) {{(body.StartsWith('{') ? body : "=> " + body + ";")}}
        }
        """;
}
