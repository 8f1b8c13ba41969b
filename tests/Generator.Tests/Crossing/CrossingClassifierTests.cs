using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Tests.Infrastructure;
using ProcGen.Shared.Crossing;

namespace ProcGen.Generator.Tests.Crossing;

/// <summary>What can cross, and which member on which path stops what cannot.</summary>
public sealed class CrossingClassifierTests
{
    [Theory]
    [InlineData("int")]
    [InlineData("string?")]
    [InlineData("System.DayOfWeek")]
    [InlineData("System.Guid[]")]
    [InlineData("int?[,]")]
    [InlineData("(int, string, (double, object[]?)?)", "typeof(int)")]
    [InlineData("System.Tuple<int, string>")]
    [InlineData("System.Collections.Generic.Dictionary<string, System.Collections.Generic.List<int>>")]
    [InlineData("System.Collections.Generic.IReadOnlyList<string>")]
    [InlineData("System.Collections.Immutable.ImmutableArray<int>")]
    [InlineData("System.Exception")]
    [InlineData("System.ArgumentNullException")]
    [InlineData("StatefulException")]
    [InlineData("System.Lazy<int>")]
    [InlineData("object", "typeof(int), typeof(string)")]
    [InlineData("System.IDisposable", "typeof(Disposable)")]
    [InlineData("System.Collections.Generic.IEnumerable<int>", "typeof(int[]), typeof(System.Collections.Generic.List<int>)")]
    [InlineData("Disposable")]
    [InlineData("Generic<Generic<int>>")]
    [InlineData("System.Text.Json.JsonElement")]
    public void These_cross(string type, string? known = null) => Assert.Null(FailureOfMember(type, known));

    [Theory]
    [InlineData("nint", CrossingRules.ProcessBound)]
    [InlineData("System.UIntPtr", CrossingRules.ProcessBound)]
    [InlineData("int*", CrossingRules.CannotCross)]
    [InlineData("delegate*<int>", CrossingRules.CannotCross)]
    [InlineData("FileLocal", CrossingRules.CannotCross)]
    [InlineData("dynamic", CrossingRules.OpenType)]
    [InlineData("object", CrossingRules.OpenType)]
    [InlineData("System.IComparable", CrossingRules.OpenType)]
    [InlineData("Abstract", CrossingRules.OpenType)]
    [InlineData("System.Collections.Generic.IEnumerable<int>", CrossingRules.LazySequence)]
    [InlineData("System.Collections.Generic.IAsyncEnumerable<int>", CrossingRules.LazySequence)]
    [InlineData("System.Linq.IQueryable<int>", CrossingRules.LazySequence)]
    [InlineData("System.Action", CrossingRules.ProcessBound)]
    [InlineData("System.Func<int>", CrossingRules.ProcessBound)]
    [InlineData("System.Type", CrossingRules.ProcessBound)]
    [InlineData("System.Reflection.MethodInfo", CrossingRules.ProcessBound)]
    [InlineData("System.IO.Stream", CrossingRules.ProcessBound)]
    [InlineData("System.IO.FileStream", CrossingRules.ProcessBound)]
    [InlineData("System.IO.FileInfo", CrossingRules.ProcessBound)]
    [InlineData("System.Net.Sockets.Socket", CrossingRules.ProcessBound)]
    [InlineData("System.Net.Http.HttpClient", CrossingRules.ProcessBound)]
    [InlineData("Microsoft.Win32.SafeHandles.SafeFileHandle", CrossingRules.ProcessBound)]
    [InlineData("System.Threading.Tasks.Task<int>", CrossingRules.ProcessBound)]
    [InlineData("System.Threading.Tasks.ValueTask", CrossingRules.ProcessBound)]
    [InlineData("System.Threading.Thread", CrossingRules.ProcessBound)]
    [InlineData("System.Threading.CancellationToken", CrossingRules.ProcessBound)]
    [InlineData("System.Threading.CancellationTokenSource", CrossingRules.ProcessBound)]
    [InlineData("System.IProgress<int>", CrossingRules.ProcessBound)]
    [InlineData("System.Threading.Mutex", CrossingRules.ProcessBound)]
    [InlineData("System.Threading.Lock", CrossingRules.ProcessBound)]
    [InlineData("System.Data.Common.DbConnection", CrossingRules.ProcessBound)]
    [InlineData("System.IServiceProvider", CrossingRules.ProcessBound)]
    [InlineData("Microsoft.Extensions.Logging.ILogger", CrossingRules.ProcessBound)]
    [InlineData("System.Runtime.InteropServices.GCHandle", CrossingRules.ProcessBound)]
    [InlineData("System.Random", CrossingRules.ProcessBound)]
    [InlineData("System.Security.Cryptography.SHA256", CrossingRules.ProcessBound)]
    [InlineData("System.Diagnostics.FileVersionInfo", CrossingRules.CannotCross)]
    [InlineData("System.Collections.Specialized.NameValueCollection", CrossingRules.CannotCross)]
    [InlineData("StatefulHttpException", CrossingRules.CannotCross)]
    [InlineData("StatefulBaseException", CrossingRules.OpenType)]
    [InlineData("Growing<int>", CrossingRules.CannotCross)]
    [InlineData("DerivedFromList", CrossingRules.CannotCross)]
    [InlineData("DerivedFromStream", CrossingRules.ProcessBound)]
    [InlineData("DerivedFromDisposable", CrossingRules.ProcessBound)]
    public void These_do_not_cross(string type, string rule)
    {
        CrossingFailure failure = FailureOfMember(type) ?? throw new Xunit.Sdk.XunitException($"{type} crosses");
        Assert.Equal(rule, failure.RuleId);
        Assert.StartsWith("Job.Member", failure.Path, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Advice);
        Assert.EndsWith(".", failure.Advice, StringComparison.Ordinal);
        Assert.Equal("Member", failure.Path == "Job.Member" ? failure.Member!.Name : "Member");
    }

    [Fact]
    public void The_path_leads_through_members_collections_and_known_types_to_the_culprit()
    {
        CrossingFailure failure = FailureOf(
            """
            public class Job { public List<Options> All { get; set; } }
            public class Options { public Dictionary<string, Hooks> Hooks; }
            public struct Hooks { public string Name; public event Action OnDone; }
            """,
            "Job")!;
        Assert.Equal(("Job.All.Hooks.OnDone", CrossingRules.ProcessBound), (failure.Path, failure.RuleId));
        Assert.Equal("OnDone", failure.Member!.Name);
        Assert.True(failure.Member.Locations[0].IsInSource);
    }

    [Fact]
    public void A_captured_parameter_is_named_as_the_user_wrote_it()
    {
        CrossingFailure failure = FailureOf("public class Job(Action callback) { public void Run() => callback(); }", "Job")!;
        Assert.Equal("Job.callback", failure.Path);
    }

    [Fact]
    public void A_parameter_that_only_initializers_use_is_not_captured() =>
        Assert.Null(FailureOf("public class Job(Stream stream) { public long Length { get; } = stream.Length; public string N => nameof(stream); }", "Job"));

    [Fact]
    public void A_member_of_a_type_of_another_assembly_that_cannot_be_restored_is_named()
    {
        CrossingFailure failure = FailureOf("public class Job { public System.Diagnostics.FileVersionInfo? Version { get; set; } }", "Job")!;
        Assert.Equal(CrossingRules.CannotCross, failure.RuleId);
        Assert.StartsWith("Job.Version", failure.Path, StringComparison.Ordinal);
        Assert.Equal("Version", failure.Member!.Name);
    }

    [Fact]
    public void A_member_that_is_lost_is_named_with_its_own_type()
    {
        CrossingFailure failure = FailureOf("public class Lost : Attribute; public class Job { public Lost? Error { get; set; } }", "Job")!;
        Assert.Equal("Job.Error.TypeId", failure.Path);
        Assert.True(failure.EndsAtMember);
        Assert.Equal(SpecialType.System_Object, failure.Type.SpecialType);
    }

    [Fact]
    public void Ignored_members_do_not_matter() =>
        Assert.Null(FailureOf("public class Job { [ProcessIgnore] public Stream S; [ProcessIgnore] public Action A { get; set; } [field: ProcessIgnore] public event Action E; [ProcessIgnore] public event Action F; public event Action G { add { } remove { } } }", "Job"));

    [Fact]
    public void Cycles_of_types_end() =>
        Assert.Null(FailureOf("public class Job { public Job Next; public List<Job> All; public Other O; } public class Other { public Dictionary<string, Job> Jobs; }", "Job"));

    [Theory]
    [InlineData("public partial class Job { private class Secret { public int X; } private Secret _secret; }")]
    [InlineData("public partial struct Job { private struct Secret { public string X; } private Secret _secret; }")]
    [InlineData("public partial class Job { private enum Secret { X } private Dictionary<string, List<Secret[]>> _secrets; }")]
    [InlineData("public partial class Job { private class Secret { private class Deep { public int X; } public partial class Open { private Secret _secret; } } private Secret _secret; }")]
    [InlineData("public partial class Job { private partial class Secret { private class Deep { public int X; } private Deep _deep; } private Secret _secret; }")]
    [InlineData("public class Job : Base { public int Y; } public partial class Base { private class Secret { public int X; } private Secret _secret; }")]
    [InlineData("public partial class Job { protected class Secret { public int X; } private Secret _secret; }")]
    [InlineData("public class Job { public Box<int> Box; public Holder Holder; } public class Box<T> { public T X; } public partial class Holder { private class Secret { } private Box<Secret> _box; }")]
    public void A_private_type_crosses_inside_a_type_around_it_that_is_partial(string source)
    {
        Assert.Null(FailureOf(source, "Job", within: "Job"));
        Assert.Null(FailureOf(source + " public class Stranger;", "Job", within: "Stranger"));
    }

    [Theory]
    [InlineData("public class Job { private class Secret { public int X; } private Secret _secret; }", "'Job' is not partial", "Make 'Job' partial")]
    [InlineData("public class Job { public Outer.Inner In; } public class Outer { public partial class Inner { private class Secret; private Secret _secret; } }", "'Outer' is not partial", "Make 'Outer' partial")]
    [InlineData("public class Job { public Box<int> Box; } public partial class Box<T> { private class Secret; private Secret _secret; }", "'Box<T>' is generic", "Make it internal")]
    [InlineData("public partial class Job : Base { private class Own; private Own _own; } public partial class Base { private class Secret; private Secret _secret; }", "different places", "internal")]
    [InlineData("public class Job { private class Base; public Base2 B; public class Base2 { private protected Base X; } }", "'Job' is not partial", "Make 'Job' partial")]
    public void A_private_type_that_cannot_be_named_where_code_can_be_generated_is_an_error_that_says_why(string source, string reason, string advice)
    {
        CrossingFailure failure = FailureOf(source + " public class Stranger;", "Job", within: "Stranger")!;
        Assert.Equal(CrossingRules.CannotCross, failure.RuleId);
        Assert.Contains(reason, failure.Reason, StringComparison.Ordinal);
        Assert.Contains(advice, failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[ProcessKnownTypes(typeof(string))] public interface Job;", "string")]
    [InlineData("[ProcessKnownTypes(typeof(List<>))] public interface Job;", "List<>")]
    [InlineData("public class Job { [ProcessKnownTypes(typeof(int))] public string Text; [ProcessKnownTypes(typeof(int), typeof(A))] public IA Any; } public interface IA; public class A : IA;", "int")]
    public void A_declaration_that_does_not_fit_is_named(string source, string named)
    {
        CrossingFailure failure = FailureOf(source, "Job")!;
        Assert.Equal(CrossingRules.WrongDeclaration, failure.RuleId);
        Assert.Contains($"'{named}'", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_codec_of_another_type_is_an_error()
    {
        CrossingFailure failure = FailureOf(
            """
            [assembly: ProcessCodec(typeof(Job), typeof(Codec))]
            public class Job { public Stream S; }
            public class Codec : IProcessCodec<string>
            {
                public static void Write(ref ProcGen.CompilerServices.PayloadWriter writer, string? value) { }
                public static string? Read(ref ProcGen.CompilerServices.PayloadReader reader) => null;
            }
            """,
            "Job")!;
        Assert.Equal(CrossingRules.WrongDeclaration, failure.RuleId);
        Assert.Contains("IProcessCodec<Job>", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_codec_makes_anything_cross() =>
        Assert.Null(FailureOf(
            """
            [assembly: ProcessCodec(typeof(Stream), typeof(Codec))]
            public class Job { public Stream S; }
            public class Codec : IProcessCodec<Stream>
            {
                public static void Write(ref ProcGen.CompilerServices.PayloadWriter writer, Stream? value) { }
                public static Stream? Read(ref ProcGen.CompilerServices.PayloadReader reader) => null;
            }
            """,
            "Job"));

    [Fact]
    public void A_subclass_of_WorkerProcess_crosses_and_WorkerProcess_itself_does_not()
    {
        Assert.Null(FailureOf("public partial class Job : WorkerProcess { private int _x; }", "Job"));
        Assert.Equal(CrossingRules.ProcessBound, FailureOf("public class Job { public WorkerProcess P; }", "Job")!.RuleId);
    }

    [Fact]
    public void The_classifier_gives_one_answer_for_equal_questions()
    {
        CSharpCompilation compilation = Compile("public class Job { public Job Next; }");
        INamedTypeSymbol job = compilation.GetTypeByMetadataName("Job")!;
        var classifier = new CrossingClassifier(compilation, job);
        Assert.Same(classifier.Classify(job, []), classifier.Classify(job, []));
    }

    private static CrossingFailure? FailureOfMember(string type, string? known = null) => FailureOf(
        $$"""
        public unsafe class Job
        {
            {{(known is null ? "" : $"[ProcessKnownTypes({known})]")}}
            public {{type}} Member;
        }
        public class Disposable : IDisposable { private int _x; public void Dispose() { } }
        public class Generic<T> { private T _item; public T[] Items { get; set; } }
        public class Growing<T> { public Growing<List<T>> Next; }
        public abstract class Abstract { }
        public class StatefulException : Exception { public int Code { get; set; } }
        public class StatefulHttpException : System.Net.Http.HttpRequestException { public int Code { get; set; } }
        public abstract class StatefulBaseException : Exception { public int Code { get; set; } }
        public class DerivedFromList : List<int> { public string Title; }
        public class DerivedFromStream : MemoryStream { }
        public class DerivedFromDisposable : System.Net.Mail.MailMessage { }
        file class FileLocal { }
        """,
        "Job");

    private static CrossingFailure? FailureOf(string source, string type, string? within = null)
    {
        CSharpCompilation compilation = Compile(source);
        INamedTypeSymbol symbol = compilation.GetTypeByMetadataName(type)!;
        var classifier = new CrossingClassifier(compilation, compilation.GetTypeByMetadataName(within ?? type));
        return CrossingClassifier.FindFailure(classifier.Classify(symbol, []));
    }

    private static CSharpCompilation Compile(string source)
    {
        const string Usings = "using System; using System.Collections.Generic; using System.IO; using ProcGen;\n";
        CSharpCompilation compilation = GeneratorRunner.Compile(Usings + source);
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), d => d.Severity == DiagnosticSeverity.Error && d.Id is not ("CS9051" or "CS0052" or "CS0315" or "CS8920"));
        return compilation;
    }
}
