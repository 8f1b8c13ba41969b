using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace ProcGen.Generator.Emission;

/// <summary>The names of the runtime's types in generated code, and of the generated members that no user is meant to see.</summary>
internal static class Names
{
    public const string ProcessCall = "global::ProcGen.ProcessCall";
    public const string ProcessStream = "global::ProcGen.ProcessStream";
    public const string ProcessStateCall = "global::ProcGen.ProcessStateCall";
    public const string ProcessMethod = "global::ProcGen.CompilerServices.ProcessMethod";
    public const string ProcessMethodKind = "global::ProcGen.CompilerServices.ProcessMethodKind";
    public const string ProcessMethodTable = "global::ProcGen.CompilerServices.ProcessMethodTable";
    public const string ProcessMethodTableAttribute = "global::ProcGen.CompilerServices.ProcessMethodTable";
    public const string PayloadReader = "global::ProcGen.CompilerServices.PayloadReader";
    public const string PayloadWriter = "global::ProcGen.CompilerServices.PayloadWriter";
    public const string LiveArguments = "global::ProcGen.CompilerServices.LiveArguments";
    public const string WorkerCall = "global::ProcGen.CompilerServices.WorkerCall";
    public const string ValueTask = "global::System.Threading.Tasks.ValueTask";

    /// <summary>The method of a stub class that finds a marked method by its id.</summary>
    public const string Finder = "__FindMethod";

    /// <summary>The namespace of what is generated once for an assembly.</summary>
    public static string GetAssemblyNamespace(string assemblyName) => "ProcGen.Generated." + Sanitize(assemblyName);

    /// <summary>
    /// A name made of letters, digits and underscores only that is no keyword. Where that changes it, a hash keeps different names different.
    /// </summary>
    public static string Sanitize(string name)
    {
        var text = new StringBuilder(name.Length + 9);
        foreach (char c in name)
        {
            text.Append(char.IsLetterOrDigit(c) ? c : '_');
        }

        if (text.Length == 0 || char.IsDigit(text[0]))
        {
            text.Insert(0, '_');
        }

        string sanitized = text.ToString();
        return sanitized == name && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : $"{sanitized}_{(uint)Shared.StableHash.Of(name):X8}";
    }
}
