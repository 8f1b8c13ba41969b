using Microsoft.CodeAnalysis;
using ProcGen.Shared.Captures;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>What a function captures, as parameters of the method that it becomes and as arguments of its calls.</summary>
internal sealed class CapturedParameters
{
    private CapturedParameters(IReadOnlyList<string> declarations, IReadOnlyList<string> names, bool usesObject, IReadOnlyList<(string Name, string Type)> written)
    {
        Declarations = declarations;
        Names = names;
        UsesObject = usesObject;
        Written = written;
    }

    /// <summary>Type and name of each.</summary>
    public IReadOnlyList<string> Declarations { get; }

    /// <summary>The names, which are the arguments of a direct call.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether the object is captured, so that the method is none of the static ones.</summary>
    public bool UsesObject { get; }

    /// <summary>The variables that the function assigns: their new values have to come back.</summary>
    public IReadOnlyList<(string Name, string Type)> Written { get; }

    /// <summary>The arguments of the stub, which takes the object first.</summary>
    public IReadOnlyList<string> StubArguments => UsesObject ? ["this", .. Names] : Names;

    /// <summary>The captures of a function; null if a copy of what is captured would not do, because something in it is changed, or if a type has no name.</summary>
    public static CapturedParameters? Of(IOperation function, SemanticModel model)
    {
        var declarations = new List<string>();
        var names = new List<string>();
        var written = new List<(string Name, string Type)>();
        bool usesObject = false;
        int position = function.Syntax.SpanStart;
        foreach (Capture capture in Capture.Of(function))
        {
            if (capture.IsChanged || (capture.Variable is null && capture.IsWritten))
            {
                return null;
            }

            if (capture.Variable is null)
            {
                usesObject = true;
            }
            else if (TypeText.Of(TypeText.OfUses(capture.Type, capture.Uses.Select(static use => use.Syntax), model), model, position) is { } type)
            {
                string name = TypeText.Identifier(capture.Name);
                names.Add(name);
                declarations.Add($"{type} {name}");
                if (capture.IsWritten)
                {
                    written.Add((name, type));
                }
            }
            else
            {
                return null;
            }
        }

        return new CapturedParameters(declarations, names, usesObject, written);
    }
}
