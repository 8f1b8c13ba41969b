using ProcGen.Analyzers.Crossing;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.CodeFixes;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.Crossing.CrossingAnalyzer>;

namespace ProcGen.Analyzers.Tests.Crossing;

public sealed class IgnoreMemberFixTests
{
    [Fact]
    public Task A_field_and_its_comments_keep_their_places() =>
        RuleTest.VerifyFixAsync<IgnoreMemberFix>(
            """
            using ProcGen;

            public partial class Scanner
            {
                private int _first;

                /// <summary>The device.</summary>
                private System.Collections.ArrayList _device; // open

                [RunInProcess] public int {|PROCGEN022:Scan|}() => _first;
            }
            """,
            """
            using ProcGen;

            public partial class Scanner
            {
                private int _first;

                /// <summary>The device.</summary>
                [ProcessIgnore]
                private System.Collections.ArrayList _device; // open

                [RunInProcess] public int {|PROCGEN022:Scan|}() => _first;
            }
            """.Replace("{|PROCGEN022:Scan|}", "Scan", StringComparison.Ordinal));

    [Theory]
    [InlineData("public sealed class Job { public System.IO.Stream? Log { get; set; } }", "public sealed class Job { [ProcessIgnore] public System.IO.Stream? Log { get; set; } }")]
    [InlineData("public sealed class Job { public event System.Action? Done; }", "public sealed class Job { [ProcessIgnore] public event System.Action? Done; }")]
    [InlineData("public sealed record Job(int Id, System.Action OnDone);", "public sealed record Job(int Id, [property: ProcessIgnore] System.Action OnDone);")]
    [InlineData("public sealed class Job { [System.NonSerialized] public System.Type? T; }", "public sealed class Job { [ProcessIgnore] [System.NonSerialized] public System.Type? T; }")]
    [InlineData("public sealed class Job { public Inner? I; } public sealed class Inner { public System.Threading.Tasks.Task[]? Tasks; }", "public sealed class Job { public Inner? I; } public sealed class Inner { [ProcessIgnore] public System.Threading.Tasks.Task[]? Tasks; }")]
    public Task The_member_is_left_out(string declaration, string expected) => RuleTest.VerifyFixAsync<IgnoreMemberFix>(Use(declaration, "{|PROCGEN028:job|}"), Use(expected, "job"));

    [Theory]
    [InlineData("public sealed class Job { public System.Action? A, B; }")]
    [InlineData("public sealed class Job(System.Action done) { public void Run() => done(); }")]
    public Task What_has_no_declaration_of_its_own_is_not_offered(string declaration) => RuleTest.VerifyNoFixAsync<IgnoreMemberFix>(Use(declaration, "{|PROCGEN028:job|}"));

    [Fact]
    public Task What_crosses_itself_cannot_be_left_out() =>
        RuleTest.VerifyNoFixAsync<IgnoreMemberFix>("public partial class C { [ProcGen.RunInProcess] public static int M(System.IO.FileStream {|PROCGEN028:s|}) => 0; }");

    [Fact]
    public Task Without_a_using_the_name_is_written_in_full() =>
        RuleTest.VerifyFixAsync<IgnoreMemberFix>(
            "public class Job { public System.Collections.ArrayList H; } public partial class C { [ProcGen.RunInProcess] public static int M(Job {|PROCGEN020:job|}) => 0; }",
            "public class Job { [ProcGen.ProcessIgnore] public System.Collections.ArrayList H; } public partial class C { [ProcGen.RunInProcess] public static int M(Job job) => 0; }");

    [Fact]
    public Task Of_a_result_the_member_is_left_out_too() =>
        RuleTest.VerifyFixAsync<IgnoreMemberFix>(
            "using ProcGen; public class Found { public System.Collections.ArrayList H; } public partial class C { [RunInProcess] public static {|PROCGEN021:Found|} M() => new(); }",
            "using ProcGen; public class Found { [ProcessIgnore] public System.Collections.ArrayList H; } public partial class C { [RunInProcess] public static Found M() => new(); }");

    [Fact]
    public Task A_member_that_many_reports_name_is_changed_once_wherever_it_stands()
    {
        FixTest<CrossingAnalyzer, IgnoreMemberFix> test = new FixTest<CrossingAnalyzer, IgnoreMemberFix>()
            .WithFile("/0/Job.cs", "using ProcGen; public sealed class Job { public System.Action? A; public int Id; }", "using ProcGen; public sealed class Job { [ProcessIgnore] public System.Action? A; public int Id; }")
            .WithFile("/0/One.cs", Method("One", "{|PROCGEN028:job|}"), Method("One", "job"))
            .WithFile("/0/Two.cs", Method("Two", "{|PROCGEN028:job|}"), Method("Two", "job"));
        return test.RunAsync();

        static string Method(string type, string job) => $"using ProcGen; public static partial class {type} {{ [RunInProcess] public static int A(Job {job}) => job.Id; [RunInProcess] public static int B(Job {job}) => job.Id; }}";
    }

    [Fact]
    public Task All_members_of_all_projects_are_left_out_at_once()
    {
        FixTest<CrossingAnalyzer, IgnoreMemberFix> test = new FixTest<CrossingAnalyzer, IgnoreMemberFix>()
            .WithFile("/0/A.cs", Source("A", "", "{|PROCGEN028:job|}"), Source("A", "[ProcessIgnore] ", "job"))
            .WithFile("/0/B.cs", Source("B", "", "{|PROCGEN028:job|}"), Source("B", "[ProcessIgnore] ", "job"))
            .WithProject("Other", Source("C", "", "{|PROCGEN028:job|}"), Source("C", "[ProcessIgnore] ", "job"));
        test.NumberOfFixAllInDocumentIterations = 3;
        test.NumberOfFixAllInProjectIterations = 2;
        test.NumberOfFixAllIterations = 1;
        return test.RunAsync();

        static string Source(string type, string attribute, string job) =>
            $"using ProcGen; public sealed class Job{type} {{ {attribute}public System.Action? Done {{ get; set; }} }} public partial class {type} {{ [RunInProcess] public static int M(Job{type} {job}) => 0; }}";
    }

    [Fact]
    public Task A_member_of_a_type_of_another_project_is_left_out_there()
    {
        FixTest<CrossingAnalyzer, IgnoreMemberFix> test = new FixTest<CrossingAnalyzer, IgnoreMemberFix>()
            .WithFile("/0/Job.cs", "using ProcGen; public sealed class Job { public System.Action? Done { get; set; } public int Id { get; set; } }", "using ProcGen; public sealed class Job { [ProcessIgnore] public System.Action? Done { get; set; } public int Id { get; set; } }")
            .WithProject("Other", "using ProcGen; public partial class C { [RunInProcess] public static int M(Job {|PROCGEN028:job|}) => 0; }", "using ProcGen; public partial class C { [RunInProcess] public static int M(Job job) => 0; }");
        return test.RunAsync();
    }

    private static string Use(string declaration, string parameter) =>
        $"using ProcGen;\n\n{declaration}\n\npublic static partial class Jobs\n{{\n    [RunInProcess]\n    public static int Run(Job {parameter}) => 0;\n}}\n";
}
