using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests;

/// <summary>Names that are hard to generate: keywords, collisions, other scripts, other assemblies.</summary>
public sealed class NamingTests
{
    [Fact]
    public void Keywords_as_names_of_everything()
    {
        GeneratorRun run = Run("""
            using ProcGen;
            namespace @namespace.@event
            {
                public partial class @class
                {
                    public partial record struct @record(int @value)
                    {
                        [RunInProcess] public int @return(@class.@enum @params, string @await = "@", int @field = 1, int @var = 2, int @this = 3) => @value;
                        [RunInProcess] internal static @class.@enum @dynamic(int @global, int call, int reader, int writer, int result, int instance, int live) => default;
                    }

                    public enum @enum { @int }
                    [RunInProcess] public int @base(int instance) => instance;
                    [RunInProcess] public static System.Threading.Tasks.Task<int> @async(int item, int id) => System.Threading.Tasks.Task.FromResult(id);
                    [WorkerStartup] private static void @static() { }
                }
            }
            """).AssertCompiles().AssertNeedsNoPragma();

        Assert.Equal(4, LoadedTable.Of(run).Methods.Count);
    }

    [Fact]
    public void Types_and_members_that_shadow_the_usual_names()
    {
        GeneratorRun run = Run("""
            public class System { public class Threading; public class ArgumentNullException; }
            namespace N
            {
                public class ProcGen; public class global; public class Task;
                public partial class C
                {
                    public class System; public class ProcessCall; public class Instance; public static int Method = 1;
                    [global::ProcGen.RunInProcess] public int M(int x) => x + Method;
                    [global::ProcGen.RunInProcess] public static global::System.Collections.Generic.IEnumerable<int> Equals(int x) => [];
                    [global::ProcGen.RunInProcess] public static int ToString(int x) => x;
                    [global::ProcGen.RunInProcess] public static int GetHashCode(int x, int y = 1) => x;
                }
            }
            """.Replace("public class System { public class Threading; public class ArgumentNullException; }", "", StringComparison.Ordinal)).AssertCompiles("CS8981").AssertNeedsNoPragma("CS8981");

        Assert.Equal(4, LoadedTable.Of(run).Methods.Count);
    }

    [Fact]
    public void Files_of_types_with_colliding_names_differ()
    {
        const string Method = "{ [ProcGen.RunInProcess] public static int M(int x) => x; }";
        string longName = new('L', 200);
        GeneratorRun run = Run($$"""
            namespace A.B { public partial class C {{Method}} }
            namespace A { public partial class B_C {{Method}} public partial class b_c {{Method}} public partial class BC {{Method}} }
            namespace a { public partial class B_C {{Method}} }
            namespace D { public partial class E { public partial class F {{Method}} } }
            namespace D.E2 { public partial class F {{Method}} }
            namespace Ünï { public partial class Tÿpe {{Method}} public partial class 類型 {{Method}} public partial class 类型 {{Method}} }
            public partial class {{longName}}1 {{Method}}
            public partial class {{longName}}2 {{Method}}
            """).AssertCompiles();

        Assert.Equal(13, run.Sources.Count);
        Assert.Equal(13, run.Sources.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(run.Sources.Keys, k => Assert.True(k.Length < 130, k));
        Assert.Equal(12, LoadedTable.Of(run).Methods.Count);
    }

    [Theory]
    [InlineData("My.App")]
    [InlineData("1st")]
    [InlineData("a b-c")]
    [InlineData("Ünï.类型")]
    [InlineData("class")]
    public void Assemblies_of_any_name_have_a_table(string assembly)
    {
        GeneratorRun run = Run(Compile(assembly, Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, [], Usings + "public partial class C { [RunInProcess] public static Job M(Job x) => x; } public class Job { public int A; }"))
            .AssertCompiles().AssertNeedsNoPragma();

        Assert.Equal(assembly, LoadedTable.Of(run).Table.AssemblyName);
    }

    [Fact]
    public void Assemblies_that_see_each_others_internals_can_have_the_same_types()
    {
        const string Source = Usings + """
            namespace N
            {
                internal partial class C { [RunInProcess] internal static Job M(Job x) => x; [RunInProcess] internal int I(int x) => x; }
                internal class Job { public int A; private string _b = ""; public string B => _b; }
            }
            """;
        Microsoft.CodeAnalysis.MetadataReference first = CompileLibrary("First", Source, "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Second\")]");

        GeneratorRun run = Run(Compile("Second", Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, [first], Source));

        // The user's own code is warned of its own names; generated code adds nothing.
        run.AssertCompiles("CS0436");
        Assert.Contains("new global::ProcGen.Generated.First.MethodTable()", run.Sources["ProcGen.MethodTable.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void Overloads_and_a_method_group_of_the_required_parameters()
    {
        Run(Usings + """
            public static partial class Words
            {
                [RunInProcess] public static string[] Tokenize(string text, CancellationToken cancellationToken = default) => [];
                [RunInProcess] public static int Count(string text) => 0;
                [RunInProcess] public static int Count(string text, int from = 1) => 0;
                [RunInProcess] public static int Count(string text, int from = 1, int to = 2) => 0;
                [RunInProcess] public static int Sum(params int[] numbers) => 0;
                [RunInProcess] public static int Sum(string first, params List<int> numbers) => 0;
                [RunInProcess] public static void Log(string message, [System.Runtime.CompilerServices.CallerMemberName] string caller = "", CancellationToken cancellationToken = default) { }
            }

            internal static class User
            {
                private static void Map<T, TResult>(IEnumerable<T> items, Func<T, ProcessCall<TResult>> call) { }

                public static void Use()
                {
                    Map(new[] { "a" }, Words.InProcess.Tokenize);
                    ProcessCall<int> a = Words.InProcess.Count("a"), b = Words.InProcess.Count("a", 1), c = Words.InProcess.Count("a", to: 3);
                    ProcessCall<int> d = Words.InProcess.Sum(), e = Words.InProcess.Sum(1, 2), f = Words.InProcess.Sum("a"), g = Words.InProcess.Sum("a", 1, 2);
                    ProcessCall h = Words.InProcess.Log("a"), i = Words.InProcess.Log("a", cancellationToken: default);
                }
            }
            """).AssertCompiles("CS0219").AssertNeedsNoPragma("CS0219");
    }
}
