using Microsoft.CodeAnalysis;
using ProcGen.Shared.Crossing;

namespace ProcGen.Generator.Parsing;

/// <summary>Repeats the constraints of a type parameter.</summary>
internal static class TypeParameterConstraints
{
    /// <summary>The clause in code, or nothing.</summary>
    public static string Describe(ITypeParameterSymbol parameter)
    {
        var constraints = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint)
        {
            constraints.Add("unmanaged");
        }
        else if (parameter.HasValueTypeConstraint)
        {
            constraints.Add("struct");
        }
        else if (parameter.HasReferenceTypeConstraint)
        {
            constraints.Add("class");
        }
        else if (parameter.HasNotNullConstraint)
        {
            constraints.Add("notnull");
        }

        constraints.AddRange(parameter.ConstraintTypes.Select(t => t.Source()));
        if (parameter.HasConstructorConstraint && !parameter.HasValueTypeConstraint && !parameter.HasUnmanagedTypeConstraint)
        {
            constraints.Add("new()");
        }

        if (parameter.AllowsRefLikeType)
        {
            constraints.Add("allows ref struct");
        }

        return constraints.Count == 0 ? "" : $"where {parameter.Name} : {string.Join(", ", constraints)}";
    }
}
